package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import java.time.Duration;
import java.util.Optional;

/**
 * What a verifier demands of every token.
 *
 * @param org whose tokens it takes, tag of 16 bytes
 * @param audience its own name
 * @param maxAge how long ago a token may have been issued
 * @param spending what was spent under a layer; where nobody counts, tokens with a budget are
 *     refused
 */
public record TokenPolicy(
        Bytes org,
        String audience,
        Duration maxAge,
        RevocationRule revocations,
        Optional<Spending> spending) {
    public TokenPolicy {
        org.requireSize(Uuids.SIZE, "an org tag");
        Words.require(audience, "an audience");
    }

    /** Tells what was spent so far. */
    @FunctionalInterface
    public interface Spending {
        /**
         * Under one layer, by all who share it.
         *
         * @param layer its id
         */
        Spent under(Bytes layer);
    }
}
