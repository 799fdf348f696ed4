package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends approvals that nobody signed in time, and carries on those that a crash interrupted. */
@Singleton
public final class ApprovalSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalSweep.class);
    private static final int PART = 100;

    private final Storage storage;
    private final Log log;
    private final Signing signing;
    private final InstantSource clock;

    ApprovalSweep(Storage storage, Log log, Signing signing, InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.signing = signing;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "5s", initialDelay = "5s")
    void sweep() {
        Instant now = clock.instant();
        try {
            each(storage.read(c -> ApprovalTable.overdue(c, now, PART)), signing::expire);
            each(
                    storage.read(c -> ApprovalTable.signed(c, now, PART)).stream()
                            .filter(this::interrupted)
                            .toList(),
                    signing::complete);
        } catch (RuntimeException e) {
            LOG.warn("cannot look after approvals: {}", e.getMessage());
        }
    }

    /** Its signature stands in the log, and the leaf that it approves was never proposed. */
    private boolean interrupted(Approval approval) {
        return log.outcome(approval.leaf()) instanceof LeafOutcome.Unknown
                && approval.signature()
                        .filter(leaf -> log.outcome(leaf) instanceof LeafOutcome.Released)
                        .isPresent();
    }

    private static void each(List<Approval> approvals, Consumer<Approval> work) {
        for (Approval approval : approvals) {
            try {
                work.accept(approval);
            } catch (RuntimeException e) {
                LOG.warn("approval {}: {}", approval.id(), e.getMessage());
            }
        }
    }
}
