package dev.sealwright.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Enrolments a second, each over a TLS connection of its own, beside as many clients that only make
 * such connections.
 */
final class EnrolCold implements Benchmark {
    private static final int CLIENTS = 16;
    private static final int COUNT = 320;
    private static final int RUNS = 3;

    @Override
    public String name() {
        return "enrol-cold";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        Enrollees enrollees = new Enrollees(service);
        Rate ours =
                () -> {
                    enrollees.prepare(COUNT);
                    return perSecond(service, enrollees::enrolNext);
                };
        Rate limit = () -> perSecond(service, _ -> true);
        ours.warmUp(service.compilers());
        limit.measure();
        lines.accept(Pairs.of(RUNS, ours, limit).line(name(), "enrolments/s"));
    }

    private static double perSecond(BenchService service, Step step) throws Exception {
        AtomicInteger left = new AtomicInteger(COUNT);
        long began = System.nanoTime();
        Callers.each(
                CLIENTS,
                () -> {
                    while (left.getAndDecrement() > 0) {
                        try (BenchConnection connection = service.toHosts()) {
                            step.done(connection);
                        }
                    }
                });
        return COUNT / ((System.nanoTime() - began) / 1e9);
    }

    @FunctionalInterface
    private interface Step {
        boolean done(BenchConnection connection) throws Exception;
    }
}
