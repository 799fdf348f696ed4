package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a lost token back. However many calls find it lost, it is fetched once for each generation;
 * they wait for that. When it has served nothing for longer than a call may wait, attempts go on
 * with growing pauses, and calls are refused at once: also when it keeps coming back and serves not
 * a single one. Everything here that touches the module runs on the keeper thread.
 */
final class Recovery {
    /** So many generations in a row that served nothing, and the next one is not hurried. */
    private static final int BARREN = 3;

    /**
     * The first recovery that hangs is given up soon, for calls wait for it; the next ones later.
     */
    private static final int HASTE = 5;

    /**
     * How long a recovery waits to be alone in the module: everybody else is held up by that. Who
     * waits for a call that hangs waits in vain, and the next one waits for the others only.
     */
    private static final Duration PATIENT = Duration.ofSeconds(1);

    private static final Duration IMPATIENT = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private sealed interface State {
        record Up(Generation generation) implements State {}

        record Down(Generation last, int attempts, String cause) implements State {}

        record Stopped(String cause) implements State {}
    }

    private record Flight(CompletableFuture<Generation> landing, RecoveryRun run) {}

    private final Keeper keeper;
    private final CallGate gate;
    private final Duration grace;
    private final Duration hangLimit;
    private final Faults faults;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object lock = new Object();
    private Optional<Flight> flight = Optional.empty();
    private volatile State state;
    private volatile long served;
    private volatile long finalised;
    private volatile long impatientUntil = System.nanoTime();
    private int barren;
    private long troubledSince;

    Recovery(Keeper keeper, CallGate gate, Pkcs11Config config, Generation first) {
        this.keeper = keeper;
        this.gate = gate;
        this.grace = config.deadline();
        this.hangLimit = config.hangLimit();
        this.faults = new Faults(first.vendor());
        this.state = new State.Up(first);
    }

    /** What failed calls mean on this module. */
    Faults faults() {
        return faults;
    }

    /** The generation that calls run in now. */
    Generation current() {
        return switch (state) {
            case State.Up(Generation generation) -> generation;
            case State.Down(_, _, String cause) ->
                    throw new KeyBackendUnavailableException(
                            "The token is being reconnected: " + cause);
            case State.Stopped(String cause) -> throw new KeyBackendException(cause);
        };
    }

    /** Takes note that a call was served in this generation. */
    void served(Generation generation) {
        if (served < generation.number()) {
            served = generation.number();
        }
    }

    /** Takes note that the module is finalised, and this generation over whatever comes of it. */
    void finalises(Generation lost) {
        finalised = lost.number();
    }

    /** Whether the module was finalised since this generation. To be asked behind the gate. */
    boolean isFinalised(Generation generation) {
        return generation.number() <= finalised;
    }

    BackendHealth health() {
        boolean fetching;
        synchronized (lock) {
            fetching = flight.isPresent();
        }
        return switch (state) {
            case State.Up(Generation generation) when fetching ->
                    new BackendHealth.Recovering(
                            generation.number(), 1, "sessions were lost and are being made anew");
            case State.Up(Generation generation) -> new BackendHealth.Ready(generation.number());
            case State.Down(Generation last, int attempts, String cause) ->
                    new BackendHealth.Recovering(last.number(), attempts, cause);
            case State.Stopped(String cause) -> new BackendHealth.Stopped(cause);
        };
    }

    /** The generation after the lost one, as soon as it is there and within the deadline. */
    Generation after(Generation lost, Fault fault, long deadline) {
        return await(landing(lost, fault), deadline);
    }

    /** Begins to fetch the token back, if it is not on its way yet. */
    void begin(Generation lost, Fault fault) {
        CompletableFuture<Generation> _ = landing(lost, fault);
    }

    private CompletableFuture<Generation> landing(Generation lost, Fault fault) {
        synchronized (lock) {
            Generation now = current();
            if (now.number() > lost.number()) {
                return CompletableFuture.completedFuture(now);
            }
            if (flight.isEmpty()) {
                fetch(lost, fault);
            }
            return flight.orElseThrow().landing();
        }
    }

    private void fetch(Generation lost, Fault fault) {
        barren = served >= lost.number() ? 0 : barren + 1;
        if (barren == 0) {
            troubledSince = System.nanoTime();
        }
        var limits =
                new RecoveryRun.Limits(troubledSince + grace.toNanos(), hangLimit.dividedBy(HASTE));
        start(
                new CompletableFuture<>(),
                new RecoveryRun(this, gate, lost, fault, barren - BARREN, limits));
    }

    private void start(CompletableFuture<Generation> landing, RecoveryRun run) {
        flight = Optional.of(new Flight(landing, run));
        keeper.execute(run::fetch);
    }

    private static Generation await(CompletableFuture<Generation> next, long deadline) {
        try {
            return next.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Failures.late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        } catch (ExecutionException e) {
            throw new KeyBackendUnavailableException("The token is being reconnected.", e);
        }
    }

    /** How long to wait to be alone in the module. */
    Duration patience() {
        return System.nanoTime() - impatientUntil < 0 ? IMPATIENT : PATIENT;
    }

    /** A call lasts; it may do so until it is given up. */
    void waitedInVain() {
        impatientUntil = System.nanoTime() + hangLimit.toNanos();
    }

    /** Replaces a keeper that the module does not let go. */
    void watch() {
        synchronized (lock) {
            flight.filter(now -> now.run().isGivenUp()).ifPresent(this::abandon);
        }
    }

    private void abandon(Flight lost) {
        LOG.error("Fetching the token back hangs in the PKCS#11 module; its thread is replaced.");
        if (!lost.run().isAwaited()) {
            down(lost.run(), 1, "a call into the PKCS#11 module has not come back");
        }
        keeper.replace();
        start(lost.landing(), lost.run().again(hangLimit));
    }

    /** Ends the attempts. */
    void close() {
        closing.countDown();
    }

    boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void up(RecoveryRun run, Generation generation) {
        conclude(run, new State.Up(generation));
        LOG.info("The token is back, generation {}.", generation.number());
    }

    /** It is not to be had any more. */
    void stopped(RecoveryRun run, String cause) {
        conclude(run, new State.Stopped(cause));
        LOG.error(cause);
    }

    /** The attempts are given up with the service. */
    void ended(RecoveryRun run) {
        conclude(run, state);
    }

    private void conclude(RecoveryRun run, State end) {
        synchronized (lock) {
            flight.filter(now -> now.run() == run)
                    .ifPresent(
                            now -> {
                                state = end;
                                flight = Optional.empty();
                                land(now.landing(), end);
                            });
        }
    }

    private static void land(CompletableFuture<Generation> landing, State end) {
        if (end instanceof State.Up(Generation generation)) {
            landing.complete(generation);
        } else {
            landing.completeExceptionally(Failures.late());
        }
    }

    /** Calls wait no more, attempts go on. */
    void down(RecoveryRun run, int attempts, String cause) {
        synchronized (lock) {
            flight.filter(now -> now.run() == run)
                    .ifPresent(
                            now -> {
                                if (!(state instanceof State.Down)) {
                                    LOG.error(
                                            "The token is lost and is tried again until it is back: {}",
                                            cause);
                                }
                                state = new State.Down(run.lost(), attempts, cause);
                                now.landing().completeExceptionally(Failures.late());
                            });
        }
    }
}
