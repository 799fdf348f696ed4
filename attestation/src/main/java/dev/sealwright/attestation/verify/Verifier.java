package dev.sealwright.attestation.verify;

/**
 * Decides whether evidence is authentic. Subclasses say how; that a refusal leaves nothing
 * authentic is settled here.
 *
 * @param <E> the parsed, unverified evidence
 * @param <C> what it claims
 */
public abstract class Verifier<E, C extends Claims> {
    /** All reasons are collected, as far as one does not hide the next. */
    public final Verification<C> verify(E evidence, VerificationInstant instant) {
        Examination examination = new Examination(instant);
        try {
            C claims = examine(evidence, examination);
            return examination.refusals().isEmpty()
                    ? new Authentic<>(claims, instant, examination.checks())
                    : new Rejected<>(examination.refusals());
        } catch (Examination.Stop e) {
            return new Rejected<>(examination.refusals());
        }
    }

    /** Puts every finding into the examination and returns what the evidence claims. */
    protected abstract C examine(E evidence, Examination examination);
}
