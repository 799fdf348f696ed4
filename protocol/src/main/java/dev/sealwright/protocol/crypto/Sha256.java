package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
    public static final int SIZE = 32;

    private Sha256() {}

    /** The digest of the plain concatenation of {@code parts}. */
    public static Bytes of(Bytes... parts) {
        MessageDigest digest = digest();
        for (Bytes part : parts) {
            part.into(digest);
        }
        return Bytes.of(digest.digest());
    }

    /** A digest to be fed piece by piece. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
