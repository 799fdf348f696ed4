package dev.sealwright.attestation.verify;

/** What became of one check. */
public record Checked(Check check, State state, String detail) {
    /**
     * There is no failed state here: a failure is a {@link Refusal} and leaves nothing authentic.
     */
    public enum State {
        PASSED,
        NOT_CHECKED
    }
}
