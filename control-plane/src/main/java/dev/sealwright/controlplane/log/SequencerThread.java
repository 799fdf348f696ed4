package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.DatabaseUnavailableException;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform thread that runs the sequencer: at once when woken, now and then on its own, more
 * slowly while it fails.
 */
@Singleton
final class SequencerThread {
    private static final Logger LOG = LoggerFactory.getLogger(SequencerThread.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(10);

    private final Sequencer sequencer;
    private final Standing standing;
    private final LogSettings settings;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Optional<String> problem = Optional.empty();
    private long checkedAt;

    SequencerThread(Sequencer sequencer, Standing standing, LogSettings settings) {
        this.sequencer = sequencer;
        this.standing = standing;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("log-sequencer").unstarted(this::run);
    }

    void start() {
        checkedAt = System.nanoTime();
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stop.countDown();
        wake.release();
        if (thread.getState() != Thread.State.NEW) {
            thread.join(END);
        }
    }

    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Why no leaf can be released now. */
    Optional<String> problem() {
        return problem;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (stop.getCount() > 0) {
            if (succeeds()) {
                pause = FIRST_PAUSE;
            } else {
                rest(pause);
                pause =
                        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                                ? pause.multipliedBy(2)
                                : LONGEST_PAUSE;
            }
        }
    }

    private boolean succeeds() {
        try {
            check();
            boolean worked = sequencer.round();
            recovered();
            if (!worked) {
                sleep(settings.poll());
            }
            return true;
        } catch (KeyServiceUnavailableException e) {
            paused("the key service does not answer", e);
        } catch (DatabaseUnavailableException e) {
            paused("the database does not answer", e);
        } catch (KeyServiceRefusedException e) {
            failed("the key service refuses to append (" + e.code().text() + ")", e);
            checkedAt -= settings.check().toNanos();
        } catch (DatabaseBehindException | BrokenLogException e) {
            failed(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            failed("the sequencer failed", e);
        }
        return false;
    }

    private void check() {
        long now = System.nanoTime();
        if (problem.isPresent() || now - checkedAt >= settings.check().toNanos()) {
            standing.check();
            checkedAt = now;
        }
    }

    /** Something outside is away; it is asked again until it is back. */
    private void paused(String what, RuntimeException e) {
        if (noted(what)) {
            LOG.warn("log waits: {}: {}", what, e.getMessage());
        }
    }

    private void failed(String what, RuntimeException e) {
        if (noted(what)) {
            LOG.error("log stopped: {}", what, e);
        }
    }

    private boolean noted(String what) {
        boolean changed = !problem.equals(Optional.of(what));
        problem = Optional.of(what);
        return changed;
    }

    private void recovered() {
        if (problem.isPresent()) {
            LOG.info("log continues");
            problem = Optional.empty();
        }
    }

    /** Until the next leaf, or this long. */
    private void sleep(Duration longest) {
        try {
            if (wake.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    /** This long, whatever arrives. */
    private void rest(Duration pause) {
        try {
            LOG.trace("stopping: {}", stop.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }
}
