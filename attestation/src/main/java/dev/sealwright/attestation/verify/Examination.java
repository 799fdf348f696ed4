package dev.sealwright.attestation.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a verifier finds, so that one look gives all reasons and not only the first. */
public final class Examination {
    private final VerificationInstant instant;
    private final List<Checked> checks = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    Examination(VerificationInstant instant) {
        this.instant = instant;
    }

    public VerificationInstant instant() {
        return instant;
    }

    /** Notes the check as passed, or refuses for the reason. */
    public void require(Check check, boolean holds, Reason reason, String detail) {
        if (holds) {
            pass(check, "");
        } else {
            refuse(reason, detail);
        }
    }

    /** Notes the check as passed if there is nothing against it. */
    public void require(Check check, Optional<Refusal> against) {
        against.ifPresentOrElse(refusals::add, () -> pass(check, ""));
    }

    public void pass(Check check, String detail) {
        checks.add(new Checked(check, Checked.State.PASSED, detail));
    }

    /** Notes that nothing was done about the check, and why. */
    public void skip(Check check, String why) {
        checks.add(new Checked(check, Checked.State.NOT_CHECKED, why));
    }

    public void refuse(Reason reason, String detail) {
        refusals.add(new Refusal(reason, detail));
    }

    public void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    /** Ends the examination where nothing further can be looked at; to be thrown. */
    public Stop stop(Reason reason, String detail) {
        refuse(reason, detail);
        return new Stop();
    }

    /** Ends the examination for what has been refused already; to be thrown. */
    public Stop stopped() {
        if (refusals.isEmpty()) {
            throw new IllegalStateException("stopped without a reason");
        }
        return new Stop();
    }

    /** Takes over all that another examination found. */
    public void include(Verification<?> other) {
        switch (other) {
            case Authentic<?> authentic -> checks.addAll(authentic.checks());
            case Rejected<?> rejected -> refusals.addAll(rejected.refusals());
        }
    }

    List<Checked> checks() {
        return checks;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** Thrown out of an examination by {@link #stop}; it never leaves {@link Verifier}. */
    public static final class Stop extends RuntimeException {
        private Stop() {
            super("examination stopped", null, false, false);
        }
    }
}
