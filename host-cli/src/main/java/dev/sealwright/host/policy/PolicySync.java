package dev.sealwright.host.policy;

import dev.sealwright.host.link.EnrolledSession;
import dev.sealwright.host.link.ServiceLink;
import dev.sealwright.host.log.LogFollowing;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.time.Duration;
import java.time.InstantSource;

/** Fetches what is new and puts it in force, in order. */
public final class PolicySync {
    private final ServiceLink link;
    private final LogFollowing log;
    private final PolicyStore policies;
    private final InstantSource clock;

    public PolicySync(EnrolledSession session, InstantSource clock) {
        this.link = session.link();
        this.log = session.log();
        this.policies = session.policies();
        this.clock = clock;
    }

    /** What one round brought. */
    public record Outcome(int taken, int refused, boolean revoked) {}

    /** One round; the service may wait up to {@code wait} for something new. */
    public Outcome round(Duration wait) {
        SyncAnswer answer = link.sync(policies.version(), wait);
        int taken = 0;
        int refused = 0;
        for (PolicyDelivery delivery : answer.items()) {
            if (policies.take(delivery, log, clock.instant())) {
                taken++;
            } else {
                refused++;
            }
        }
        return new Outcome(taken, refused, answer.revoked());
    }
}
