package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a lost token back. However many calls find it lost, it is fetched once for each generation;
 * they wait for that. When the first attempts fail, attempts go on with growing pauses and calls
 * are refused at once meanwhile. Everything here that touches the module runs on the keeper thread.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private sealed interface State {
        record Up(Generation generation) implements State {}

        record Down(Generation last, int attempts, String cause) implements State {}

        record Stopped(String cause) implements State {}
    }

    private final TokenOwner owner;
    private final CallGate gate;
    private final ExecutorService keeper;
    private final Duration drainLimit;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object lock = new Object();
    private Optional<CompletableFuture<Generation>> flight = Optional.empty();
    private volatile State state;
    private long epoch;

    Recovery(
            TokenOwner owner,
            CallGate gate,
            ExecutorService keeper,
            Duration drainLimit,
            Generation first) {
        this.owner = owner;
        this.gate = gate;
        this.keeper = keeper;
        this.drainLimit = drainLimit;
        this.state = new State.Up(first);
        this.epoch = first.epoch();
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
        return await(flight(lost, fault), deadline);
    }

    /** Begins to fetch the token back, if it is not on its way yet. */
    void begin(Generation lost, Fault fault) {
        CompletableFuture<Generation> _ = flight(lost, fault);
    }

    private CompletableFuture<Generation> flight(Generation lost, Fault fault) {
        synchronized (lock) {
            Generation now = current();
            if (now.number() > lost.number()) {
                return CompletableFuture.completedFuture(now);
            }
            if (flight.isEmpty()) {
                flight = Optional.of(new CompletableFuture<>());
                keeper.execute(() -> recover(lost, fault));
            }
            return flight.get();
        }
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

    /** Ends the attempts. */
    void close() {
        closing.countDown();
    }

    private void recover(Generation lost, Fault fault) {
        Optional<Generation> next = Optional.empty();
        try {
            next = fault == Fault.RESTART ? Optional.empty() : reconnected(lost);
            if (next.isEmpty() && state instanceof State.Up) {
                next = restarted(lost, 1);
            }
        } finally {
            land(next);
        }
        keepTrying(lost);
    }

    private void keepTrying(Generation lost) {
        Duration pause = FIRST_PAUSE;
        while (state instanceof State.Down(_, int attempts, _) && !closesWithin(pause)) {
            restarted(lost, attempts + 1);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    /** Ends the flight that calls wait for. */
    private void land(Optional<Generation> next) {
        synchronized (lock) {
            CompletableFuture<Generation> landing = flight.orElseThrow();
            flight = Optional.empty();
            next.ifPresentOrElse(
                    landing::complete, () -> landing.completeExceptionally(Failures.late()));
        }
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Optional<Generation> reconnected(Generation lost) {
        try {
            if (!gate.enter(System.nanoTime() + drainLimit.toNanos())) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(up(owner.reconnect(lost)));
        } catch (CryptokiException e) {
            stopIfPinRefused(e);
            LOG.warn("The token was lost and new sessions do not help: {}.", e.getMessage());
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("The token was lost and new sessions do not help: {}", e.getMessage());
            return Optional.empty();
        } finally {
            gate.leave();
        }
    }

    private Optional<Generation> restarted(Generation lost, int attempt) {
        try {
            if (!gate.enterToFinalise(System.nanoTime() + drainLimit.toNanos())) {
                down(
                        lost,
                        attempt,
                        "a call into the PKCS#11 module has not come back; restart the service if this stays");
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            epoch++;
            return Optional.of(up(owner.restart(lost, epoch)));
        } catch (RuntimeException e) {
            down(lost, attempt, String.valueOf(e.getMessage()));
            if (e instanceof CryptokiException cryptoki) {
                stopIfPinRefused(cryptoki);
            }
            return Optional.empty();
        } finally {
            gate.leaveAlone();
        }
    }

    private Generation up(Generation generation) {
        state = new State.Up(generation);
        LOG.info("The token is back, generation {}.", generation.number());
        return generation;
    }

    private void down(Generation last, int attempts, String cause) {
        state = new State.Down(last, attempts, cause);
        if (attempts == 1) {
            LOG.error("The token is lost and is tried again until it is back: {}", cause);
        }
    }

    private void stopIfPinRefused(CryptokiException e) {
        if (Fault.of(e) == Fault.PIN_REFUSED) {
            String cause = String.valueOf(Failures.pinRefused(e).getMessage());
            state = new State.Stopped(cause);
            LOG.error(cause);
        }
    }
}
