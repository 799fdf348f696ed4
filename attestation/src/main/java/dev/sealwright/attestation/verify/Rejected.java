package dev.sealwright.attestation.verify;

import java.util.List;

/** Not authentic. At least one reason. */
public record Rejected<C extends Claims>(List<Refusal> refusals) implements Verification<C> {
    public Rejected {
        refusals = List.copyOf(refusals);
        if (refusals.isEmpty()) {
            throw new IllegalArgumentException("rejected without a reason");
        }
    }
}
