package dev.sealwright.host.run;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.policy.AcceptedPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether an agent may start: there is a policy, and it expired no longer ago than the grace. */
final class PolicyInForce {
    private PolicyInForce() {}

    static AcceptedPolicy require(Optional<AcceptedPolicy> policy, Duration grace, Instant now) {
        AcceptedPolicy current =
                policy.orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.REFUSED,
                                        "no agent starts: this host has no policy",
                                        "check that the service is reachable and that the sandbox"
                                                + " spec has a policy; then start again"));
        Instant until = current.policy().validity().expires().plus(grace);
        if (now.isAfter(until)) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "no agent starts: the policy and its grace ended at " + until,
                    "let this host reach the service, so that it gets a newer policy");
        }
        return current;
    }
}
