package dev.sealwright.host.policy;

import dev.sealwright.host.link.ServiceLink;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.time.Duration;
import java.time.InstantSource;

/** Fetches what is new and puts it in force, in order. */
public final class PolicySync {
    private final ServiceLink link;
    private final PolicyStore policies;
    private final InstantSource clock;

    public PolicySync(ServiceLink link, PolicyStore policies, InstantSource clock) {
        this.link = link;
        this.policies = policies;
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
            if (policies.take(delivery, clock.instant())) {
                taken++;
            } else {
                refused++;
            }
        }
        return new Outcome(taken, refused, answer.revoked());
    }
}
