package dev.sealwright.attestation.verify;

/** One reason with its particulars, which name no secret and repeat no outside text. */
public record Refusal(Reason reason, String detail) {
    @Override
    public String toString() {
        return reason.label() + ": " + detail;
    }
}
