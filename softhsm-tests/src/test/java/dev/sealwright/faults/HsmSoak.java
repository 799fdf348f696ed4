package dev.sealwright.faults;

import dev.sealwright.faults.HsmGrowth.Moment;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The key service's program, called through its socket without a pause, while its HSM meets a fault
 * each 100 ms.
 */
final class HsmSoak {
    private static final Duration SHOWN = Duration.ofSeconds(10);

    private final Deployment deployment;
    private final HsmCalls calls = new HsmCalls();
    private final HsmFaults faults;
    private final long seed;
    private final double lostPerSignature;
    private long shown = System.nanoTime();

    /**
     * @param lostPerSignature what the module loses by itself, bytes
     */
    HsmSoak(Deployment deployment, long seed, double lostPerSignature) {
        this.deployment = deployment;
        this.seed = seed;
        this.lostPerSignature = lostPerSignature;
        this.faults = new HsmFaults(deployment.hsm(), seed);
    }

    HsmSoakReport run(Duration time, Consumer<String> progress) {
        try (RemoteKeyService service = deployment.keysAlone()) {
            HsmWork work = new HsmWork(service, deployment.home(), calls);
            List<Thread> threads = work.start();
            Soak.pause(time.dividedBy(20));
            Moment begin = moment();
            faults.go(time, () -> show(progress));
            work.end();
            threads.forEach(HsmSoak::join);
            Head head = service.head();
            return new HsmSoakReport(
                    seed,
                    time,
                    faults.done(),
                    faults.hung(),
                    calls,
                    work.size(),
                    head.size() == work.size() && head.root().equals(work.root()),
                    new HsmGrowth(begin, moment(), lostPerSignature));
        }
    }

    private Moment moment() {
        long pid = deployment.keys().pid();
        return new Moment(pid, Footprint.of(pid), deployment.hsm().calls("C_SignInit"));
    }

    private void show(Consumer<String> progress) {
        if (System.nanoTime() - shown > SHOWN.toNanos()) {
            shown = System.nanoTime();
            progress.accept(
                    faults.count()
                            + " faults, "
                            + calls.all()
                            + " calls, "
                            + calls.failures().size()
                            + " failed, "
                            + deployment.keys().residentMib()
                            + " MiB");
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
