package dev.sealwright.controlplane.voter;

import java.util.Optional;

/**
 * How one of the anchors' voters does.
 *
 * @param name in the anchors
 * @param kind {@code member} or {@code witness}
 * @param signed leaves under the newest checkpoint that it is known to have signed
 * @param behind leaves that were signed since
 * @param problem why it does not sign what is new; empty when it does
 */
public record VoterStatus(
        String name,
        String kind,
        MemberState state,
        long signed,
        long behind,
        Optional<String> problem) {}
