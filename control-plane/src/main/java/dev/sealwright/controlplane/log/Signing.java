package dev.sealwright.controlplane.log;

import java.time.Duration;
import java.util.Optional;

/**
 * The signature of a committed batch, on its way.
 *
 * @param batch empty if every head is signed
 * @param signed empty if there is no such batch, or if another replica had it signed, and more
 */
record Signing(Optional<Committed> batch, Beside<Optional<SignedBatch>> signed) {

    boolean isOfNothing() {
        return batch.isEmpty();
    }

    /** The batch, if this head is the one that is being signed. */
    Optional<Committed> of(LogHead head) {
        return batch.filter(each -> each.head().equals(head));
    }

    void requireUnfailed() {
        if (signed.failed()) {
            signed.result();
        }
    }

    boolean failed() {
        return signed.failed();
    }

    /** Waits for the end, however it is. */
    void end() {
        signed.end();
    }

    /** Waits for it; throws what kept it from being made. */
    Optional<SignedBatch> result() {
        return signed.result();
    }

    /**
     * The same, but waits no longer than this.
     *
     * @throws LateSignatureException if it takes longer
     */
    Optional<SignedBatch> within(Duration longest) {
        return signed.within(longest).orElseThrow(LateSignatureException::new);
    }
}
