package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The thread that opens the token, fetches it back and closes it, with the owner that belongs to
 * it. When the module does not let it go, another takes its place.
 */
final class Keeper {
    private record Place(ExecutorService thread, Future<TokenOwner> owner) {
        static Place made(Supplier<TokenOwner> owners) {
            ExecutorService thread =
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().daemon().name("pkcs11-keeper-", 0).factory());
            return new Place(thread, thread.submit(owners::get));
        }
    }

    private final Supplier<TokenOwner> owners;
    private volatile Place place;

    /**
     * @param owners makes an owner for the thread it is called on
     */
    Keeper(Supplier<TokenOwner> owners) {
        this.owners = owners;
        this.place = Place.made(owners);
    }

    /** Runs the task on the thread, after those before it. */
    void execute(Consumer<TokenOwner> task) {
        Place now = place;
        now.thread().execute(() -> task.accept(now.owner().resultNow()));
    }

    /** Runs the task on the thread and answers what it does. */
    <T> T call(Function<TokenOwner, T> task, Duration limit) {
        Place now = place;
        try {
            return now.thread()
                    .submit(() -> task.apply(now.owner().resultNow()))
                    .get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        } catch (TimeoutException e) {
            throw new KeyBackendUnavailableException(
                    "The PKCS#11 module did not open or close the token within "
                            + limit.toSeconds()
                            + " seconds. Check that the device answers to its vendor's own tool.",
                    e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case CryptokiException cryptokiFailure ->
                    Failures.of(cryptokiFailure, Faults.STANDARD.of(cryptokiFailure));
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    /** Leaves the thread to its hanging call and goes on with a new one. */
    void replace() {
        place.thread().shutdown();
        place = Place.made(owners);
    }

    void end() {
        place.thread().shutdown();
    }
}
