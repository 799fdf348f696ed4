package dev.sealwright.protocol.bootstrap;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519Key;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * The secret half of a bootstrap: 32 bytes from which its Ed25519 key follows (RFC 8032 section
 * 5.1.5). Equal to nothing but itself, never shown, and gone after {@link #destroy}.
 */
public final class BootstrapSeed implements Destroyable, AutoCloseable {
    public static final int SIZE = 32;

    private final byte[] seed;
    private final Bytes publicKey;
    private boolean destroyed;

    private BootstrapSeed(byte[] seed) {
        this.seed = seed;
        this.publicKey = Ed25519Key.publicKey(seed);
    }

    /** Copies the seed; the caller wipes his own array. */
    public static BootstrapSeed of(byte[] seed) {
        if (seed.length != SIZE) {
            throw new MalformedException("a bootstrap seed of another size than " + SIZE);
        }
        return new BootstrapSeed(seed.clone());
    }

    /** Raw Ed25519 public key: what the service is given. */
    public Bytes publicKey() {
        return publicKey;
    }

    public BootstrapId id() {
        return BootstrapId.of(publicKey);
    }

    /** Ed25519 signature, 64 bytes. */
    public Bytes sign(Bytes message) {
        return Ed25519Key.sign(reveal(), message);
    }

    byte[] reveal() {
        if (destroyed) {
            throw new IllegalStateException("the bootstrap seed was destroyed");
        }
        return seed;
    }

    @Override
    public void destroy() {
        Arrays.fill(seed, (byte) 0);
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return "BootstrapSeed[" + id().text() + ", secret]";
    }
}
