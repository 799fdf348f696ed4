package dev.sealwright.protocol;

/**
 * Well-formed input that does not prove what it should: a signature, a hash, a name or a time is
 * wrong. Verifiers throw this, or {@link MalformedException} when the input is no such thing at
 * all. Its text has at most 200 characters and never repeats a secret.
 */
public final class VerificationException extends RuntimeException {
    /** Which step failed. */
    public enum Reason {
        ROOT_PIN,
        CERTIFICATE,
        SIGNATURE,
        EXPIRED,
        NOT_YET_VALID,
        ORIGIN,
        QUORUM,
        INCLUSION,
        CONSISTENCY,
        LEAF_TYPE,
        ORGANISATION,
        MISMATCH,
        ROLLBACK,
        ANCHORS
    }

    private final Reason reason;

    public VerificationException(Reason reason, String text) {
        super(MalformedException.bounded(text));
        this.reason = reason;
    }

    public VerificationException(Reason reason, String text, Throwable cause) {
        super(MalformedException.bounded(text), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
