package dev.sealwright.controlplane.log;

import dev.sealwright.keyservice.api.RefusalCode;

/** The key service refused a leaf, so the change that proposed it never takes effect. */
public final class LeafRefusedException extends RuntimeException {
    private final RefusalCode code;

    LeafRefusedException(LeafOutcome.Refused refusal) {
        super(refusal.code().text() + ": " + refusal.detail());
        this.code = refusal.code();
    }

    public RefusalCode code() {
        return code;
    }
}
