package dev.sealwright.bench;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.fixture.Enrolments;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.signature.FastSignatures;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Host certificates a second from the key service, for enrolments that are in the log, beside C
 * that checks the request, encodes, signs by the same token and verifies with OpenSSL. What C has
 * no part in: receipts, and the proof by the bootstrap's key.
 */
final class HsmIssue implements Benchmark {
    private static final int ENROLMENTS = 64;
    private static final double GOAL = 0.9;

    private final InstantSource clock = InstantSource.system();
    private final Leaves leaves = new Leaves(clock);
    private final Path home = Path.of(Setting.of("SEALWRIGHT_HOME"));
    private final KeyServiceConfig config =
            KeyServiceConfig.inDataFolder(home, Path.of(Setting.of("SEALWRIGHT_PKCS11_MODULE")));
    private final VerifiedAnchors anchors =
            new CeremonyFolder(config.ceremonyFolder()).anchors(clock.instant());

    @Override
    public String name() {
        return "hsm-issue";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        // As the key service's own start does.
        FastSignatures.install();
        BenchToken token = BenchToken.ofCeremony(config);
        List<CertificateOrder> orders;
        IssuedCertificate first;
        try (KeyService service = opened(token)) {
            orders = orders(service);
            first = service.issueCertificate(orders.getFirst());
        }
        Path request = written("request.der", orders.getFirst().csr());
        Path authority = written("authority.der", first.chain().get(1));
        for (TokenLoad load : TokenLoad.ALL) {
            BenchToken loaded = token.withSessions(load.sessions());
            try (KeyService service = opened(loaded);
                    RawLimit limit = RawLimit.issuing(loaded, "host-ca", request, authority)) {
                lines.accept(measured(load, service, orders, limit));
            }
        }
    }

    private KeyService opened(BenchToken token) {
        return KeyServices.open(token.open(), config, clock);
    }

    private Line measured(
            TokenLoad load, KeyService service, List<CertificateOrder> orders, RawLimit limit)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        Runnable issue =
                () ->
                        service.issueCertificate(
                                orders.get(Math.floorMod(next.getAndIncrement(), ENROLMENTS)));
        return load.measure(issue, limit, Compilers.of(home))
                .line(load.name(name()), "certificates/s")
                .notedBelow(
                        GOAL,
                        "beyond what C does, the bootstrap's Ed25519 proof is verified for each,"
                                + " and two receipts");
    }

    private Path written(String file, Bytes content) throws Exception {
        return Files.write(home.resolve(file), content.toArray());
    }

    private List<CertificateOrder> orders(KeyService service) throws Exception {
        LogBook log = new LogBook(service);
        Bytes firstKey = Bytes.fromHex(Files.readString(home.resolve("admin.key.sha256")).strip());
        log.append(List.of(leaves.anchors(anchors), leaves.ceremony(firstKey)));
        return new Enrolments(anchors.origin(), leaves).into(log, ENROLMENTS);
    }
}
