package dev.sealwright.attestation.crypto;

import dev.sealwright.protocol.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash functions evidence uses. */
public final class Digests {
    private Digests() {}

    public static Bytes sha256(Bytes input) {
        return digest("SHA-256", input);
    }

    public static Bytes sha384(Bytes input) {
        return digest("SHA-384", input);
    }

    private static Bytes digest(String algorithm, Bytes input) {
        try {
            return Bytes.of(MessageDigest.getInstance(algorithm).digest(input.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm, e);
        }
    }
}
