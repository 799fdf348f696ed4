package dev.sealwright.bench;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.signature.FastSignatures;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What the key service's own process answers a second through its socket: Ed25519 signatures by
 * leaves that are in its log, and secrets opened, each by a leaf of its own; beside the bare calls
 * in C.
 */
final class HsmSocket implements Benchmark {
    private static final int KEYS = 32;
    private static final int OPENINGS = 4_000;
    private static final int BATCH = 1_000;
    private static final int RUNS = 5;
    private static final double GOAL = 0.85;
    private static final String WHERE_TIME_GOES =
            "beyond what C does, a receipt is verified before and the signature after, and two processes share the"
                    + " token's processors";
    private static final Bytes MESSAGE = Bytes.zeros(48);

    private final InstantSource clock = InstantSource.system();
    private final Leaves leaves = new Leaves(clock);
    private final Path home = Path.of(Setting.of("SEALWRIGHT_HOME"));
    private final int sessions = Integer.parseInt(Setting.of("SEALWRIGHT_PKCS11_SESSIONS"));
    private final BenchToken token =
            BenchToken.ofCeremony(
                            KeyServiceConfig.inDataFolder(
                                    home, Path.of(Setting.of("SEALWRIGHT_PKCS11_MODULE"))))
                    .withSessions(sessions);

    @Override
    public String name() {
        return "hsm-socket";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        FastSignatures.install();
        try (KeyService service = connected()) {
            LogBook log = new LogBook(service);
            var anchors = new CeremonyFolder(home.resolve("ceremony")).anchors(clock.instant());
            Bytes firstKey =
                    Bytes.fromHex(Files.readString(home.resolve("admin.key.sha256")).strip());
            log.append(List.of(leaves.anchors(anchors), leaves.ceremony(firstKey)));
            signing(service, log, lines);
            opening(service, log, lines);
        }
    }

    private static KeyService connected() {
        KeyServiceAddress.Unix address =
                new KeyServiceAddress.Unix(Path.of(Setting.of("SEALWRIGHT_BENCH_SOCKET")));
        RemoteKeyService service = RemoteKeyService.at(address, Patience.USUAL);
        service.awaitFirst(Duration.ofSeconds(60));
        return service;
    }

    private void signing(KeyService service, LogBook log, Consumer<Line> lines) throws Exception {
        List<SignOrder> orders = orders(service, log);
        String label =
                service.describeKeys().keys().stream()
                        .map(KeyInventory.Key::label)
                        .filter(each -> each.startsWith("client-"))
                        .findFirst()
                        .orElseThrow();
        AtomicInteger next = new AtomicInteger();
        Runnable sign = () -> service.sign(orders.get(Math.floorMod(next.getAndIncrement(), KEYS)));
        try (RawLimit limit = RawLimit.calls(token, label, "ed25519")) {
            for (TokenLoad load :
                    List.of(new TokenLoad(sessions, 8), new TokenLoad(sessions, 64))) {
                Line line =
                        load.measure(sign, limit, Compilers.of(home))
                                .line(load.name(name() + "/sign"), "signatures/s");
                lines.accept(load.isQueue() ? line.notedBelow(GOAL, WHERE_TIME_GOES) : line);
            }
        }
    }

    /** Of many organisations, for each has its quota. */
    private List<SignOrder> orders(KeyService service, LogBook log) {
        List<Bytes> orgs = IntStream.range(0, KEYS).mapToObj(i -> leaves.random(16)).toList();
        List<Bytes> keys = IntStream.range(0, KEYS).mapToObj(i -> leaves.id()).toList();
        List<Bytes> versions = new ArrayList<>();
        List<Bytes> signs = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Bytes spki =
                    service.makeKey(
                            new KeyOrder(orgs.get(i), keys.get(i), 1, SigningAlgorithm.ED25519));
            versions.add(
                    leaves.of(
                            orgs.get(i),
                            new KeyBody.Version(keys.get(i), 1, SigningAlgorithm.ED25519, spki)));
            signs.add(
                    leaves.of(
                            orgs.get(i),
                            new KeyBody.Sign(
                                    keys.get(i),
                                    1,
                                    SigningAlgorithm.ED25519,
                                    Sha256.of(MESSAGE),
                                    leaves.random(32))));
        }
        log.append(versions);
        int first = log.size();
        log.append(signs);
        return IntStream.range(0, KEYS)
                .mapToObj(i -> new SignOrder(log.proven(first + i), Optional.of(MESSAGE)))
                .toList();
    }

    private void opening(KeyService service, LogBook log, Consumer<Line> lines) throws Exception {
        SecretVersion version = new SecretVersion(Leaves.ORG, leaves.id(), 1);
        Bytes blob;
        try (Plaintext value = Plaintext.of(MESSAGE.toArray())) {
            SealedSecret secret = service.seal(new SealOrder(version, value, Optional.empty()));
            blob = secret.encode();
        }
        Bytes digest = Sha256.of(blob);
        int seal = log.size();
        log.append(
                List.of(leaves.of(Leaves.ORG, new SecretBody.Seal(version.secret(), 1, digest))));
        List<Double> rates = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            Queue<UnsealOrder> orders = new ConcurrentLinkedQueue<>();
            int first = log.size();
            for (int i = 0; i < OPENINGS / BATCH; i++) {
                log.append(
                        IntStream.range(0, BATCH)
                                .mapToObj(
                                        each ->
                                                leaves.of(
                                                        Leaves.ORG,
                                                        new SecretBody.Unseal(
                                                                version.secret(),
                                                                1,
                                                                digest,
                                                                leaves.random(32))))
                                .toList());
            }
            for (int i = first; i < log.size(); i++) {
                orders.add(new UnsealOrder(log.proven(seal), log.proven(i), blob));
            }
            rates.add(drained(service, orders));
        }
        lines.accept(openings(rates.subList(1, rates.size())));
    }

    private static double drained(KeyService service, Queue<UnsealOrder> orders) throws Exception {
        int count = orders.size();
        long began = System.nanoTime();
        Callers.each(
                8,
                () -> {
                    for (UnsealOrder each = orders.poll(); each != null; each = orders.poll()) {
                        service.unseal(each).close();
                    }
                });
        return count / ((System.nanoTime() - began) / 1e9);
    }

    private Line openings(List<Double> rates) {
        List<Double> sorted = rates.stream().sorted().toList();
        return new Line(
                new TokenLoad(sessions, 8).name(name() + "/unseal"),
                sorted.get(sorted.size() / 2),
                "values/s",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                sorted.size(),
                sorted.getFirst(),
                sorted.getLast());
    }
}
