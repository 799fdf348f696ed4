package dev.sealwright.host.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends everything that goes on beside an agent. Set once; waiting is always waiting for this. */
final class Stop {
    private final CountDownLatch latch = new CountDownLatch(1);
    private final AtomicBoolean revoked = new AtomicBoolean();

    void set() {
        latch.countDown();
    }

    /** Ends it because the service shut this host out. */
    void setRevoked() {
        revoked.set(true);
        latch.countDown();
    }

    boolean isRevoked() {
        return revoked.get();
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
