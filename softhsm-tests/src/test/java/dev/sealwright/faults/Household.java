package dev.sealwright.faults;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.RootPin;
import java.nio.charset.StandardCharsets;
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

/**
 * People who seal and open secrets, each request sent once, and hosts that enrol and renew: all
 * that needs a member's keys. What fails, fails.
 */
final class Household {
    private final Deployment deployment;
    private final Cli cli;
    private final String run;
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong renewed = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /**
     * @param run part of the names of what they make
     */
    Household(Deployment deployment, Cli cli, String run) {
        this.deployment = deployment;
        this.cli = cli;
        this.run = run;
    }

    /** Who may open everything: the first administrator. */
    static void mayUnseal(Cli cli) {
        cli.operatorReading(
                        "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_unseal\":[\"*\"]}",
                        "roles",
                        "apply",
                        "--org",
                        "platform",
                        "--name",
                        "opens-all",
                        "-")
                .orFail();
    }

    /** Does the work while they live. */
    void during(Runnable work) throws InterruptedException, ExecutionException {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> load = new ArrayList<>();
            load.add(people.submit(() -> secrets(0)));
            load.add(people.submit(() -> secrets(1)));
            load.add(people.submit(this::hosts));
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

    private void secrets(int number) {
        try (var client = client()) {
            for (int i = 0; goesOn.get(); i++) {
                String path = "/v1/orgs/platform/secrets/" + run + "-" + number + "-" + i;
                String value = Bytes.utf8("value " + number + " " + i).base64Url();
                try {
                    client.send(Request.put(path, Json.object().put("description", "one")));
                    client.send(
                            Request.post(path + "/versions", Json.object().put("value", value)));
                    if (!unsealed(client, path).equals(value)) {
                        failures.add(path + " opens to another value");
                    }
                    opened.incrementAndGet();
                } catch (ProblemException | UnreachableException e) {
                    failures.add(path + ": " + e.getMessage());
                }
            }
        }
    }

    /** The value of the newest version, base64url. */
    static String unsealed(ServiceClient client, String path) {
        return client.send(Request.post(path + "/versions/latest/unseal")).json().text("value");
    }

    ServiceClient client() {
        var tls =
                PinnedTls.anonymous(
                        RootPin.parse(deployment.rootFingerprint()), InstantSource.system());
        return new ServiceClient(
                ServiceAddress.parse(deployment.people().toString()),
                tls,
                () -> Optional.of(Deployment.ADMIN_KEY),
                Retries.none(new SecureRandom()));
    }

    private void hosts() {
        for (int i = 0; goesOn.get(); i++) {
            String host = run + "-host-" + i;
            Cli.Ran minted = cli.mint();
            note("mint", minted);
            note("enrol", cli.enrol(host, minted.out().strip()));
            note("renew", cli.host("renew", host));
            renewed.incrementAndGet();
        }
    }

    private void note(String what, Cli.Ran ran) {
        if (!ran.done()) {
            failures.add(what + ": exit " + ran.code() + " " + ran.err().strip());
        }
    }

    /** Until some more of everything is through. */
    void awaitMore(long each) {
        long secrets = opened.get() + each;
        long hosts = renewed.get() + 1;
        Gate.await(
                () -> (opened.get() >= secrets && renewed.get() >= hosts) || !failures.isEmpty());
    }

    long opened() {
        return opened.get();
    }

    long renewed() {
        return renewed.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** What the members lack, as the service tells. */
    static List<Fields> members(Cli cli) {
        return Fields.parse(
                        cli.operator("keys", "members", "--json")
                                .orFail()
                                .out()
                                .getBytes(StandardCharsets.UTF_8))
                .objects("items");
    }
}
