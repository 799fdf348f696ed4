package dev.sealwright.host.run;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ends everything that goes on beside an agent. Set once; waiting is always waiting for this. */
final class Stop {
    private final CountDownLatch latch = new CountDownLatch(1);
    private final AtomicReference<@Nullable CommandFailure> why = new AtomicReference<>();

    void set() {
        latch.countDown();
    }

    /** Ends it because this host must not go on; the first reason counts. */
    void set(CommandFailure reason) {
        why.compareAndSet(null, reason);
        latch.countDown();
    }

    /** Ends it because the service shut this host out. */
    void setRevoked() {
        set(shutOut());
    }

    /** Why this host must not go on. */
    Optional<CommandFailure> why() {
        return Optional.ofNullable(why.get());
    }

    static CommandFailure shutOut() {
        return new CommandFailure(
                ExitCode.REFUSED,
                "the service shut this host out; its agent does not run",
                "talk to your security team; a new enrolment needs a new key and URL");
    }

    boolean isSet() {
        return latch.getCount() == 0;
    }

    /** Waits; true as soon as the end has come. */
    boolean within(Duration time) {
        try {
            return latch.await(Math.max(time.toMillis(), 0), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void await() throws InterruptedException {
        latch.await();
    }
}
