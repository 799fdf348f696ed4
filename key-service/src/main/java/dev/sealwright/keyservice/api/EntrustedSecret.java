package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * A derived secret that a member keeps for the others, in the clear or sealed under its token.
 *
 * @param bytes in the clear 32 of them
 */
public record EntrustedSecret(Purpose purpose, Bytes bytes) {
    public static final int SIZE = 32;

    public EntrustedSecret {
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(bytes);
    }

    /** It may hold a secret. */
    @Override
    public String toString() {
        return "a secret for " + purpose;
    }
}
