package dev.sealwright.attestation.verify;

import java.util.List;

/**
 * Claims whose signature and chain were verified at an instant. Only {@link Verifier} makes one, so
 * a method that takes this type cannot be handed unverified evidence.
 */
public final class Authentic<C extends Claims> implements Verification<C> {
    private final C claims;
    private final VerificationInstant instant;
    private final List<Checked> checks;

    Authentic(C claims, VerificationInstant instant, List<Checked> checks) {
        this.claims = claims;
        this.instant = instant;
        this.checks = List.copyOf(checks);
    }

    public C claims() {
        return claims;
    }

    public VerificationInstant instant() {
        return instant;
    }

    /** What was looked at and what was not. */
    public List<Checked> checks() {
        return checks;
    }

    public boolean passed(Check check) {
        return checks.stream()
                .anyMatch(c -> c.check() == check && c.state() == Checked.State.PASSED);
    }
}
