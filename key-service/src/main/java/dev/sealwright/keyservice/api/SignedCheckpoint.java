package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * A checkpoint this voter signed: tree size, RFC 9162 root (32 bytes) and the C2SP signed note that
 * says so.
 */
public record SignedCheckpoint(long size, Bytes root, String note) {
    public SignedCheckpoint {
        if (size < 1) {
            throw new IllegalArgumentException("a signed checkpoint has at least one leaf");
        }
        Objects.requireNonNull(root);
        Objects.requireNonNull(note);
    }
}
