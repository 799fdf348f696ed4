package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.DatabaseUnavailableException;
import dev.sealwright.controlplane.storage.Notices;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform thread that runs the sequencer while this replica leads: at once when woken, now and
 * then on its own, more slowly while it fails. While another leads, it passes on that there is work
 * and answers those who wait here.
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
    private final Leadership leadership;
    private final Signals signals;
    private final Followed followed;
    private final Replica replica;
    private final AnchorsInForce anchors;
    private final AtomicBoolean proposed = new AtomicBoolean();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Optional<String> problem = Optional.empty();
    private volatile Optional<String> lost = Optional.empty();
    private Optional<Notices.Subscription> subscription = Optional.empty();
    private long checkedAt;

    SequencerThread(
            Sequencer sequencer,
            Standing standing,
            LogSettings settings,
            Leadership leadership,
            Signals signals,
            Followed followed,
            Replica replica,
            AnchorsInForce anchors) {
        this.sequencer = sequencer;
        this.standing = standing;
        this.settings = settings;
        this.leadership = leadership;
        this.signals = signals;
        this.followed = followed;
        this.replica = replica;
        this.anchors = anchors;
        this.thread = Thread.ofPlatform().name("log-sequencer").unstarted(this::run);
    }

    void start() {
        checkedAt = System.nanoTime();
        subscription = Optional.of(signals.listen(this::heard));
        thread.start();
    }

    /** Ends after the round at hand, and lets another replica go on at once. */
    @PreDestroy
    void stop() throws InterruptedException {
        stop.countDown();
        wake.release();
        if (thread.getState() != Thread.State.NEW) {
            thread.join(END);
        }
        subscription.ifPresent(Notices.Subscription::close);
    }

    /** There is a leaf that was proposed here. */
    void wake() {
        proposed.set(true);
        look();
    }

    private void look() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private void heard(Signals.Message message) {
        switch (message) {
            case Signals.Message.Signed signed -> followed.signed(signed.from(), signed.to());
            case Signals.Message.Proposed _, Signals.Message.Free _ -> look();
        }
    }

    /**
     * Nothing more is sequenced here until the service is started again: what it rests on is not to
     * be relied on.
     */
    void lost(String what) {
        lost = Optional.of(what);
        failed(what, new BrokenLogException(what));
        look();
    }

    String replica() {
        return replica.name();
    }

    boolean leads() {
        return leadership.leads();
    }

    /** Why no leaf can be released now. */
    Optional<String> problem() {
        return lost.or(() -> problem);
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
        handOver();
    }

    private void handOver() {
        try {
            if (leadership.leads()) {
                settle();
                leadership.resign();
                signals.free();
            }
        } catch (RuntimeException e) {
            LOG.warn("the log's lease runs out by itself: {}", e.getMessage());
        }
    }

    /** What requests here wait for is finished here, if it can be. */
    private void settle() {
        try {
            if (lost.isEmpty()) {
                sequencer.settle();
            }
        } catch (RuntimeException e) {
            LOG.warn("the next replica finishes the last batch: {}", e.getMessage());
        }
    }

    private boolean succeeds() {
        if (lost.isPresent()) {
            handOver();
            return false;
        }
        try {
            check();
            if (claims()) {
                lead();
            } else {
                follow();
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
        leadership.fails();
        return false;
    }

    private boolean claims() {
        boolean before = leadership.leads();
        boolean now = leadership.claim();
        if (before != now) {
            LOG.info("this replica, {}, {}", replica.name(), now ? "leads" : "stands by");
            anchors.refresh();
        }
        return now;
    }

    private void lead() {
        proposed.set(false);
        boolean worked = sequencer.round();
        leadership.prospers();
        recovered();
        if (!worked) {
            sleep(shorter(settings.poll(), leadership.renewal()));
        }
    }

    private void follow() {
        recovered();
        anchors.refresh();
        if (proposed.getAndSet(false)) {
            signals.proposed();
        }
        sleep(leadership.look());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
