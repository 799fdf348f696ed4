package dev.sealwright.attestation.appraisal;

/** How one demand of a policy came out, for people and machines alike. */
public record Line(String name, Outcome outcome, TrustClaim trust, String detail) {
    /** A demand the policy leaves open is not checked; it is never reported as met. */
    public enum Outcome {
        MET,
        NOT_MET,
        NOT_CHECKED
    }
}
