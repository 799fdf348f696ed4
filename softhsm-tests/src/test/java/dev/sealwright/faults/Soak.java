package dev.sealwright.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The whole service under clients and faults at random, both from one seed; then everything is
 * mended, and what was acknowledged is looked for in the verified log.
 */
final class Soak {
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Deployment deployment;
    private final Path folder;
    private final long seed;
    private final int clients;
    private final Ledger ledger = new Ledger();
    private final Map<Mischief, Integer> faults = new EnumMap<>(Mischief.class);

    Soak(Deployment deployment, Path folder, long seed, int clients) {
        this.deployment = deployment;
        this.folder = folder;
        this.seed = seed;
        this.clients = clients;
    }

    /** Waits, whatever happens. */
    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Faults at random for this long. */
    SoakReport run(Duration time, Consumer<String> progress) {
        var random = new SplittableRandom(seed);
        long end = System.nanoTime() + time.toNanos();
        return run(
                _ ->
                        System.nanoTime() - end < 0
                                ? Optional.of(Mischief.next(random))
                                : Optional.empty(),
                random,
                progress);
    }

    /** Each of these faults in turn. */
    SoakReport run(List<Mischief> each, Consumer<String> progress) {
        return run(
                number -> number < each.size() ? Optional.of(each.get(number)) : Optional.empty(),
                new SplittableRandom(seed),
                progress);
    }

    private SoakReport run(
            IntFunction<Optional<Mischief>> plan,
            SplittableRandom random,
            Consumer<String> progress) {
        long begun = System.nanoTime();
        new Cli(made("people")).settleIn(deployment);
        long memory = deployment.residentMib();
        List<Population> people = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            var one = new Population(i, new Cli(folder.resolve("people")), ledger, seed);
            people.add(one);
            threads.add(Thread.ofPlatform().daemon().name("soak-client-" + i).start(one));
        }
        breakThings(plan, random, progress);
        people.forEach(Population::end);
        mend();
        threads.forEach(Soak::join);
        return report(begun, memory);
    }

    private void breakThings(
            IntFunction<Optional<Mischief>> plan,
            SplittableRandom random,
            Consumer<String> progress) {
        long shown = System.nanoTime();
        int number = 0;
        for (Optional<Mischief> next = plan.apply(number);
                next.isPresent();
                next = plan.apply(++number)) {
            Mischief fault = next.get();
            faults.merge(fault, 1, Integer::sum);
            fault.on(deployment, random);
            pause(BETWEEN);
            if (System.nanoTime() - shown > Duration.ofSeconds(10).toNanos()) {
                shown = System.nanoTime();
                progress.accept(
                        (number + 1)
                                + " faults, "
                                + ledger.requests()
                                + " requests, "
                                + ledger.retries()
                                + " retries, "
                                + ledger.enrolments()
                                + " hosts");
            }
        }
    }

    private void mend() {
        deployment.hsm().behave();
        deployment.postgres().start();
        deployment.start();
    }

    private SoakReport report(long begun, long memory) {
        var log = VerifiedLog.of(new Cli(folder.resolve("people")), deployment, made("mirror"));
        return new SoakReport(
                seed,
                Duration.ofNanos(System.nanoTime() - begun),
                Map.copyOf(faults),
                ledger,
                ledger.losses(log),
                log.doubles(),
                log.leaves().size(),
                memory,
                deployment.residentMib());
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
