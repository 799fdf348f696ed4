package dev.sealwright.host.run;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.host.log.ForkedLogException;
import dev.sealwright.host.policy.LocalAudit;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One thing that is done again and again beside the agent. A failure is said once, recorded, and
 * waited out with growing patience; only a revocation or a forked log ends it.
 *
 * @param round does it once and says how long until the next time
 */
record Duty(
        String name,
        Supplier<Duration> round,
        Stop stop,
        Backoff backoff,
        LocalAudit audit,
        Consumer<String> say)
        implements Runnable {

    @Override
    public void run() {
        boolean failing = false;
        Duration wait = Duration.ZERO;
        while (!stop.within(wait)) {
            try {
                wait = round.get();
                backoff.reset();
                if (failing) {
                    say.accept(name + " works again");
                }
                failing = false;
            } catch (ProblemException
                    | UnreachableException
                    | VerificationException
                    | MalformedException
                    | CommandFailure e) {
                wait = backoff.next(asked(e));
                failed(e, failing);
                failing = true;
            }
        }
    }

    private void failed(RuntimeException e, boolean already) {
        if (stop.isSet()) {
            return;
        }
        String message = name + ": " + e.getMessage();
        if (e instanceof ForkedLogException forked) {
            stop.set(forked);
        } else if (e instanceof ProblemException problem && problem.is("host-revoked")) {
            audit.record("host.revoked", message);
            stop.setRevoked();
        } else if (!already) {
            audit.record(name + ".failed", message);
            say.accept(message + "; trying again");
        }
    }

    private static Optional<Duration> asked(RuntimeException e) {
        return e instanceof ProblemException problem ? problem.retryAfter() : Optional.empty();
    }
}
