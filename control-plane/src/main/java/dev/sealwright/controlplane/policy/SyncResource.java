package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.HostCaller;
import dev.sealwright.controlplane.access.HostDoor;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.Changes;
import dev.sealwright.protocol.policy.PolicyDelivery;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How hosts follow their policy: a request that stays open until there is something new, which is
 * as good as a push and survives every proxy.
 */
@Controller("/v1/sync")
@On(Listener.HOSTS)
public class SyncResource {
    private static final int MAX_WAIT = 25;

    private final Policies policies;
    private final Changes changes;
    private final Optional<HostDoor> door;

    SyncResource(Policies policies, Changes changes, Optional<HostDoor> door) {
        this.policies = policies;
        this.changes = changes;
        this.door = door;
    }

    @Get
    @Allow(Allow.Door.HOST)
    @Operation(operationId = "sync", summary = "Policies newer than the one the host has")
    public SyncBody sync(
            @Parameter(hidden = true) HostCaller host,
            @Parameter(description = "The newest the host has; 0 before the first")
                    @QueryValue("last_policy_version")
                    Optional<Long> lastPolicyVersion,
            @Parameter(
                            description =
                                    "How long the request may stay open for something new, 0 to 25")
                    @QueryValue("wait_seconds")
                    Optional<Integer> waitSeconds)
            throws InterruptedException {
        long last = lastPolicyVersion.orElse(0L);
        int wait = waitSeconds.orElse(0);
        if (last < 0) {
            throw ProblemException.invalid("last_policy_version", "a version is not negative");
        }
        if (wait < 0 || wait > MAX_WAIT) {
            throw ProblemException.invalid("wait_seconds", "wait_seconds is 0 to " + MAX_WAIT);
        }
        return SyncBody.of(
                wait == 0 ? policies.after(host.spec(), last) : follow(host, last, wait));
    }

    private List<PolicyDelivery> follow(HostCaller host, long last, int wait)
            throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
        while (true) {
            long seen = changes.now();
            requireAdmitted(host);
            List<PolicyDelivery> items = policies.after(host.spec(), last);
            long left = end - System.nanoTime();
            if (!items.isEmpty() || left <= 0) {
                return items;
            }
            changes.await(seen, Duration.ofNanos(left));
        }
    }

    /** Rights may end while a request waits. */
    private void requireAdmitted(HostCaller host) {
        if (door.flatMap(open -> open.admit(host.identity())).isEmpty()) {
            throw ProblemException.of(ProblemKind.HOST_REVOKED, "");
        }
    }
}
