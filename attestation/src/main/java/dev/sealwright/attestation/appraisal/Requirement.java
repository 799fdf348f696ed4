package dev.sealwright.attestation.appraisal;

/** A demand with its value read from a policy, ready to be held against claims. */
@FunctionalInterface
interface Requirement<C> {
    Finding judge(C claims, ReferenceValues references);

    /** The outcome without the name, which the criterion knows. */
    record Finding(Line.Outcome outcome, String detail) {
        static Finding of(boolean met, String otherwise) {
            return met
                    ? new Finding(Line.Outcome.MET, "")
                    : new Finding(Line.Outcome.NOT_MET, otherwise);
        }

        static Finding met(String detail) {
            return new Finding(Line.Outcome.MET, detail);
        }

        static Finding notMet(String detail) {
            return new Finding(Line.Outcome.NOT_MET, detail);
        }

        static Finding open() {
            return new Finding(Line.Outcome.NOT_CHECKED, "the policy takes any");
        }
    }
}
