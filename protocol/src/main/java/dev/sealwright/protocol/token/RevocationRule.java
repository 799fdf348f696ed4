package dev.sealwright.protocol.token;

import java.time.Duration;

/** What a verifier does about revocation. There is no way not to say it. */
public sealed interface RevocationRule {
    /**
     * Only what a list does not name, made no longer ago than this.
     *
     * @param maxAge of the list
     */
    record Listed(VerifiedRevocations list, Duration maxAge) implements RevocationRule {}

    /**
     * Tokens that last no longer than this, without looking at a list: they end before a list would
     * have come.
     */
    record ShortLived(Duration longest) implements RevocationRule {}
}
