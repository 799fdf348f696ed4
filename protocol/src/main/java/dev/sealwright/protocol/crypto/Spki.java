package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * DER SubjectPublicKeyInfo (RFC 5280 section 4.1) of the keys we take: Ed25519, P-256 and P-384.
 */
public final class Spki {
    private Spki() {}

    /**
     * Exactly the encoding that {@link PublicKey#getEncoded} gives back; anything else is refused.
     */
    public static PublicKey parse(Bytes der) {
        return parse(Ed25519.isSpki(der) ? "Ed25519" : "EC", der)
                .orElseThrow(
                        () ->
                                new MalformedException(
                                        "not the SubjectPublicKeyInfo of a P-256, P-384 or Ed25519 key"));
    }

    private static Optional<PublicKey> parse(String algorithm, Bytes der) {
        try {
            var factory = KeyFactory.getInstance(algorithm);
            PublicKey key = factory.generatePublic(new X509EncodedKeySpec(der.toArray()));
            boolean taken = SignatureScheme.of(key).isPresent() && encode(key).equals(der);
            return taken ? Optional.of(key) : Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no provider has " + algorithm, e);
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    public static Bytes encode(PublicKey key) {
        return Bytes.of(key.getEncoded());
    }

    /** SHA-256 of the DER. */
    public static Bytes fingerprint(PublicKey key) {
        return Sha256.of(encode(key));
    }
}
