package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * A large value's ciphertext, which lies beside its blob in chunks.
 *
 * @param size of the value, in bytes
 * @param digest SHA-256 of the encrypted chunks, one after the other
 */
public record SecretContent(long size, Bytes digest) {
    /** Plaintext bytes in each chunk but the last, which has the rest. */
    public static final int CHUNK = 64 * 1024;

    /** The largest value. */
    public static final long MAX_SIZE = 16L * 1024 * 1024;

    public SecretContent {
        if (size < 1 || size > MAX_SIZE) {
            throw new MalformedException("the size of a secret is out of range");
        }
        digest.requireSize(Sha256.SIZE, "the digest of a secret's content");
    }

    /** Bytes of all encrypted chunks together. */
    public long sealedSize() {
        return size + (long) chunks() * ContentCipher.OVERHEAD;
    }

    public int chunks() {
        return Math.toIntExact((size + CHUNK - 1) / CHUNK);
    }
}
