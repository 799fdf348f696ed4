package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * A derived secret that a member keeps for the others, in the clear or sealed under its token.
 *
 * @param version of the service's key {@code mac}, from 1: of the one that the secret was derived
 *     under, and of the member's own that it is sealed under, so that both end together
 * @param bytes in the clear 32 of them
 */
public record EntrustedSecret(Purpose purpose, long version, Bytes bytes) {
    public static final int SIZE = 32;

    public EntrustedSecret {
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(bytes);
        if (version < 1) {
            throw new IllegalArgumentException("versions begin at 1");
        }
    }

    /** It may hold a secret. */
    @Override
    public String toString() {
        return "a secret for " + purpose;
    }
}
