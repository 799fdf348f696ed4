package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ed25519 (RFC 8032): verification, and the two forms of a public key. */
public final class Ed25519 {
    public static final int KEY_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    /** RFC 8410 section 4: a SubjectPublicKeyInfo is these twelve bytes and the raw key. */
    private static final Bytes SPKI_PREFIX = Bytes.fromHex("302a300506032b6570032100");

    /**
     * The keys under which a signature may hold for any message: the points of order 1, 2, 4 and 8,
     * and the two of these that can also be written with y ≥ p; each with either sign.
     */
    private static final Set<Bytes> SMALL_ORDER =
            withEitherSign(
                    Bytes.fromHex("00".repeat(32)),
                    Bytes.fromHex("01" + "00".repeat(31)),
                    Bytes.fromHex(
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
                    Bytes.fromHex(
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
                    Bytes.fromHex("ec" + "ff".repeat(30) + "7f"),
                    Bytes.fromHex("ed" + "ff".repeat(30) + "7f"),
                    Bytes.fromHex("ee" + "ff".repeat(30) + "7f"));

    private Ed25519() {}

    /** Whether a public key, of 32 bytes, is of small order: no one made it as a key. */
    public static boolean isSmallOrder(Bytes publicKey) {
        return SMALL_ORDER.contains(publicKey.requireSize(KEY_SIZE, "an Ed25519 public key"));
    }

    private static Set<Bytes> withEitherSign(Bytes... keys) {
        return Arrays.stream(keys)
                .flatMap(key -> Stream.of(key, negative(key)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Bytes negative(Bytes key) {
        byte[] out = key.toArray();
        out[KEY_SIZE - 1] |= (byte) 0x80;
        return Bytes.of(out);
    }

    /** False for any signature that does not verify, whatever is wrong with it or with the key. */
    public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        if (publicKey.size() != KEY_SIZE
                || signature.size() != SIGNATURE_SIZE
                || isSmallOrder(publicKey)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey(publicKey));
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no provider has Ed25519", e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** DER SubjectPublicKeyInfo of a raw key. */
    public static Bytes spki(Bytes raw) {
        return Bytes.concat(SPKI_PREFIX, raw.requireSize(KEY_SIZE, "an Ed25519 public key"));
    }

    /** Whether this is the DER SubjectPublicKeyInfo of a raw key, in its one encoding. */
    public static boolean isSpki(Bytes der) {
        return der.size() == SPKI_PREFIX.size() + KEY_SIZE && der.startsWith(SPKI_PREFIX);
    }

    /** The raw key inside a DER SubjectPublicKeyInfo. */
    public static Bytes raw(Bytes spki) {
        if (!isSpki(spki)) {
            throw new MalformedException("not the SubjectPublicKeyInfo of an Ed25519 key");
        }
        return spki.slice(SPKI_PREFIX.size(), spki.size());
    }

    private static PublicKey publicKey(Bytes raw) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(spki(raw).toArray()));
    }
}
