package dev.sealwright.protocol.key;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * How a client key signs, by its JOSE name (RFC 7518 section 3.1, RFC 9864 section 2). One key has
 * one algorithm, so that a signature of one kind can never pass for another.
 */
public enum SigningAlgorithm {
    /** ECDSA on P-256 over SHA-256; the signature is r ‖ s, 64 bytes. */
    ES256("ES256", true),
    /** RFC 8032 pure Ed25519; 64 bytes. */
    ED25519("Ed25519", false),
    /** RSASSA-PSS with 3072 bits, SHA-256, MGF1 with SHA-256 and a salt of 32 bytes; 384 bytes. */
    PS256("PS256", true);

    /** Modulus of an RSA key, bits. */
    public static final int RSA_BITS = 3072;

    private static final BigInteger F4 = BigInteger.valueOf(65_537);
    private static final int SALT = 32;

    private final String jose;
    private final boolean hashes;

    SigningAlgorithm(String jose, boolean hashes) {
        this.jose = jose;
        this.hashes = hashes;
    }

    public String jose() {
        return jose;
    }

    /** Whether the SHA-256 of a message is all that signing needs. */
    public boolean hashes() {
        return hashes;
    }

    /** The algorithm of that name, if there is one. */
    public static Optional<SigningAlgorithm> find(String jose) {
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.jose.equals(jose)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    public static SigningAlgorithm of(String jose) {
        return find(jose).orElseThrow(() -> new MalformedException("an unknown signing algorithm"));
    }

    /** The key of a DER SubjectPublicKeyInfo in its one encoding, if it is of this algorithm. */
    public PublicKey parse(Bytes spki) {
        PublicKey key = this == PS256 ? rsa(spki) : Spki.parse(spki);
        boolean fits =
                switch (this) {
                    case ES256 ->
                            SignatureScheme.of(key).equals(Optional.of(SignatureScheme.ECDSA_P256));
                    case ED25519 ->
                            SignatureScheme.of(key).equals(Optional.of(SignatureScheme.ED25519));
                    case PS256 -> true;
                };
        if (!fits) {
            throw new MalformedException("not a key for " + jose);
        }
        return key;
    }

    private static PublicKey rsa(Bytes spki) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new X509EncodedKeySpec(spki.toArray()));
            if (key instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() == RSA_BITS
                    && rsa.getPublicExponent().equals(F4)
                    && Spki.encode(key).equals(spki)) {
                return key;
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        } catch (InvalidKeySpecException e) {
            throw new MalformedException("not the SubjectPublicKeyInfo of an RSA key", e);
        }
        throw new MalformedException("not an RSA key of 3072 bits and exponent 65537");
    }

    /** False for any signature that does not verify, whatever is wrong with it. */
    public boolean verify(PublicKey key, Bytes message, Bytes signature) {
        return switch (this) {
            case ES256 -> SignatureScheme.ECDSA_P256_RAW.verify(key, message, signature);
            case ED25519 -> SignatureScheme.ED25519.verify(key, message, signature);
            case PS256 -> verifyPss(key, message, signature);
        };
    }

    private static boolean verifyPss(PublicKey key, Bytes message, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(
                    new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSASSA-PSS", e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
