package dev.sealwright.protocol.secret;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A secret in the clear, or the key to one. It never shows itself in text, compares in constant
 * time, and {@link #close} wipes this copy; what the JVM copied meanwhile is out of reach.
 */
public final class Plaintext implements AutoCloseable {
    private final byte[] value;

    private Plaintext(byte[] owned) {
        this.value = owned;
    }

    /** Takes the array over: closing wipes it. */
    public static Plaintext of(byte[] value) {
        return new Plaintext(value);
    }

    public int size() {
        return value.length;
    }

    /** A copy, for the caller to wipe. */
    public byte[] copy() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plaintext plaintext
                && MessageDigest.isEqual(value, plaintext.value);
    }

    /** Of the length alone: a hash of the value would tell of it. */
    @Override
    public int hashCode() {
        return value.length;
    }

    @Override
    public String toString() {
        return "a plaintext of " + value.length + " bytes";
    }

    @Override
    public void close() {
        Arrays.fill(value, (byte) 0);
    }
}
