package dev.sealwright.bench;

import dev.sealwright.client.http.Credential;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.operator.mirror.AnchorsHistory;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.mirror.Mirroring;
import dev.sealwright.operator.verify.LogVerification;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.note.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Leaves a second of a whole log that is checked from its first entry on, by {@code GET
 * /audit/integrity} and by {@code verify log} from a mirror, beside the hashes that this takes: of
 * each leaf, and of each node above.
 */
final class Integrity implements Benchmark {
    private static final int LEAVES = 100_000;
    private static final int RUNS = 3;
    private static final int NODE = 65;
    private static final int LEAF = 140;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final double GOAL = 1e6 / 60;

    @Override
    public String name() {
        return "integrity";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        long size;
        try (Connection database = service.database()) {
            var drain = new Drain(database);
            while (drain.size() < LEAVES) {
                drain.perSecond(Math.toIntExact(Math.min(40_000, LEAVES - drain.size())));
            }
            size = drain.size();
        }
        service.get("/audit/integrity");
        lines.accept(
                noted(
                        Pairs.of(
                                        RUNS,
                                        () ->
                                                perSecond(
                                                        size,
                                                        () -> service.get("/audit/integrity")),
                                        Integrity::hashed)
                                .line(name(), "leaves/s")));
        Path folder = Files.createTempDirectory("mirror");
        VerifiedAnchors anchors = mirrored(service, folder);
        var verification = new LogVerification(new MirrorFolder(folder), anchors);
        verification.run((_, _, _) -> {}, (_, _) -> {});
        lines.accept(
                noted(
                        Pairs.of(
                                        RUNS,
                                        () ->
                                                perSecond(
                                                        size,
                                                        () ->
                                                                verification.run(
                                                                        (_, _, _) -> {},
                                                                        (_, _) -> {})),
                                        Integrity::hashed)
                                .line(name() + "/mirror", "leaves/s")));
    }

    /** A million in a minute. */
    private static Line noted(Line line) {
        return line.notedValueBelow(
                GOAL, "reading, decoding and the rules between leaves come on top of the hashes");
    }

    /** What is timed. */
    private interface Work {
        void run() throws Exception;
    }

    private static double perSecond(long leaves, Work work) throws Exception {
        long began = System.nanoTime();
        work.run();
        return leaves / ((System.nanoTime() - began) / 1e9);
    }

    /** Leaves whose hash, and a node for each, are computed in a second. */
    private static double hashed() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] leaf = new byte[LEAF];
        byte[] node = new byte[NODE];
        long began = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - began < ROUND.toNanos()) {
            for (int i = 0; i < 256; i++) {
                System.arraycopy(digest.digest(leaf), 0, node, 1, Sha256.SIZE);
                leaf[1] ^= digest.digest(node)[0];
            }
            done += 256;
        }
        return done / ((System.nanoTime() - began) / 1e9);
    }

    private static VerifiedAnchors mirrored(BenchService service, Path folder) throws Exception {
        Instant now = Instant.now();
        var root =
                Certificates.parsePem(
                        Files.readString(service.home().resolve("ceremony/root.crt")));
        RootPin pin = RootPin.of(root.getPublicKey());
        try (var client =
                new ServiceClient(
                        ServiceAddress.parse(Setting.of("SEALWRIGHT_BENCH_PEOPLE")),
                        PinnedTls.anonymous(pin, InstantSource.system()),
                        Credential.none(),
                        Retries.patient(new SecureRandom()))) {
            AnchorsHistory history = AnchorsHistory.fetch(client, pin, now);
            var mirror = new MirrorFolder(folder);
            var mirroring = new Mirroring(client, mirror, history);
            var note = mirroring.checkpoint();
            var _ = mirroring.download(Checkpoint.parse(note.text()).size(), (_, _) -> {});
            mirroring.write(note);
            return history.present();
        }
    }
}
