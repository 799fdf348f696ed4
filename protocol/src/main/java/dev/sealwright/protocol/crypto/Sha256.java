package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
    public static final int SIZE = 32;

    /** Never fed. Copying it spares the search for a provider, which costs as much as a hash. */
    private static final MessageDigest FRESH = fresh();

    private Sha256() {}

    /** The digest of the plain concatenation of {@code parts}. */
    public static Bytes of(Bytes... parts) {
        MessageDigest digest = digest();
        for (Bytes part : parts) {
            part.into(digest);
        }
        return Bytes.from(digest);
    }

    /** A digest to be fed piece by piece. */
    public static MessageDigest digest() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this provider's SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
