package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The three things that {@link CeremonyMain} does. */
final class CeremonyCommand {
    private static final int DEFAULT_SHARES = 3;
    private static final int DEFAULT_THRESHOLD = 2;
    private static final int DEFAULT_ANCHORS_DAYS = 365;
    private static final int MAX_ANCHORS_DAYS = 3650;

    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    CeremonyCommand(
            Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    void serviceKeys() {
        FreshToken token = token();
        Path out = arguments.path("--out");
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        try (KeyBackend backend = token.open(random, progress)) {
            ServiceKeysStatement keys = new ServiceKeyCeremony(backend, progress).hold();
            keys.verify();
            CeremonyFiles.writePublic(out, Bytes.utf8(keys.json()));
        }
        progress.step("done", "the service token has its keys; next, run the root's ceremony");
    }

    void root() {
        FreshToken token = token();
        Path in = arguments.path("--in");
        RootRecord record = new RootRecord(CeremonyFiles.folder(arguments.path("--out")));
        RootOrder order = rootOrder();
        arguments.end();
        record.requireNone();
        ServiceKeysStatement keys = ServiceKeysStatement.parse(text(in));
        keys.verify();
        progress.step("keys-verified", "the service's keys prove themselves");
        Instant now = Seconds.truncate(clock.instant());
        try (KeyBackend backend = token.open(random, progress)) {
            RootCeremony.Outcome outcome =
                    new RootCeremony(backend, random, progress).hold(keys, order, now);
            try {
                record.write(outcome, keys, order, now);
            } finally {
                outcome.recovery().wipe();
            }
            progress.step(
                    "done", "root fingerprint (SHA-256) " + RootRecord.fingerprint(outcome.root()));
        }
    }

    void verifyRecovery() {
        List<String> files = arguments.all("--share");
        CeremonyFolder folder = new CeremonyFolder(arguments.path("--ceremony"));
        arguments.end();
        VerifiedAnchors anchors = folder.anchors(clock.instant());
        List<RecoveryShare> shares =
                files.stream()
                        .map(file -> RecoveryShare.parse(CeremonyFiles.read(Path.of(file))))
                        .toList();
        try {
            RecoveryKey.requireWhole(shares, anchors.content().recoveryKey());
        } finally {
            shares.forEach(RecoveryShare::wipe);
        }
        progress.step("done", "these shares give back the recovery key of the anchors");
    }

    private FreshToken token() {
        return new FreshToken(
                arguments.path("--module"),
                arguments.text("--token-label"),
                arguments.path("--dir"));
    }

    private RootOrder rootOrder() {
        int days = arguments.number("--anchors-days", DEFAULT_ANCHORS_DAYS, 1, MAX_ANCHORS_DAYS);
        return new RootOrder(
                arguments.text("--origin"),
                arguments.text("--trust-domain"),
                arguments.all("--server-name"),
                arguments.number("--recovery-shares", DEFAULT_SHARES, 2, RecoveryKey.MAX_SHARES),
                arguments.number(
                        "--recovery-threshold", DEFAULT_THRESHOLD, 2, RecoveryKey.MAX_SHARES),
                Duration.ofDays(days));
    }

    private static String text(Path file) {
        return new String(CeremonyFiles.read(file).toArray(), StandardCharsets.US_ASCII);
    }
}
