package dev.sealwright.faults;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.protocol.anchors.RootPin;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Four people who write to the log of a deployment, one change after the other, each sent once. */
final class Writers {
    private static final int PEOPLE = 4;

    private final Deployment deployment;
    private final String run;
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicLong done = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /**
     * Writers of this run.
     *
     * @param run part of the names of what they write
     */
    Writers(Deployment deployment, String run) {
        this.deployment = deployment;
        this.run = run;
    }

    /** Does the work while they write. */
    void during(Runnable work) throws InterruptedException, ExecutionException {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                int number = i;
                load.add(people.submit(() -> write(number)));
            }
            try {
                work.run();
            } finally {
                goesOn.set(false);
            }
            for (Future<?> each : load) {
                each.get();
            }
        }
    }

    /** What fails, fails: nothing is sent again. */
    private void write(int number) {
        var tls =
                PinnedTls.anonymous(
                        RootPin.parse(deployment.rootFingerprint()), InstantSource.system());
        try (var client =
                new ServiceClient(
                        ServiceAddress.parse(deployment.people().toString()),
                        tls,
                        () -> Optional.of(Deployment.ADMIN_KEY),
                        Retries.none(new SecureRandom()))) {
            for (int i = 0; goesOn.get(); i++) {
                String path = "/v1/orgs/" + Cli.ORG + "/users/" + run + number + "-" + i;
                try {
                    client.send(Request.put(path, Json.object().put("display_name", "Somebody")));
                    done.incrementAndGet();
                } catch (ProblemException | UnreachableException e) {
                    failures.add(e.getMessage());
                }
            }
        }
    }

    /** Until so many more writes are through: the log goes on. */
    void awaitMore(long writes) {
        long goal = done.get() + writes;
        Gate.await(() -> done.get() >= goal || !failures.isEmpty());
    }

    long done() {
        return done.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }
}
