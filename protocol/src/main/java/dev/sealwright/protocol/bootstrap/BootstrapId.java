package dev.sealwright.protocol.bootstrap;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * Names a bootstrap. It follows from the public key, so that minting twice with one key is minting
 * once.
 *
 * @param value 16 bytes
 */
public record BootstrapId(Bytes value) {
    public static final int SIZE = 16;

    private static final Bytes DOMAIN = Bytes.utf8("sealwright/bootstrap-id/v1");

    public BootstrapId {
        value.requireSize(SIZE, "a bootstrap id");
    }

    /** The first 16 bytes of SHA-256("sealwright/bootstrap-id/v1" ‖ raw Ed25519 public key). */
    public static BootstrapId of(Bytes publicKey) {
        publicKey.requireSize(Ed25519.KEY_SIZE, "a bootstrap key");
        return new BootstrapId(Sha256.of(DOMAIN, publicKey).slice(0, SIZE));
    }

    /** Reads the 22 characters of {@link #text}. */
    public static BootstrapId parse(String text) {
        return new BootstrapId(Bytes.fromBase64Url(text));
    }

    /** base64url, 22 characters. */
    public String text() {
        return value.base64Url();
    }
}
