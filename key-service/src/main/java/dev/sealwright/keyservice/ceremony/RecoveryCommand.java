package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/** Uses the shares of the recovery key. */
final class RecoveryCommand {
    private static final int DEFAULT_SHARES = 3;
    private static final int DEFAULT_THRESHOLD = 2;
    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    RecoveryCommand(
            Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    void verifyRecovery() {
        List<String> files = arguments.all("--share");
        CeremonyFolder folder = new CeremonyFolder(arguments.path("--ceremony"));
        arguments.end();
        VerifiedAnchors anchors = folder.anchors(clock.instant());
        Arrays.fill(recoveryKey(files, anchors), (byte) 0);
        progress.step("done", "these shares give back the recovery key of the anchors");
    }

    void recover() {
        List<String> files = arguments.all("--share");
        CeremonyFolder folder = new CeremonyFolder(arguments.path("--ceremony"));
        Path export = arguments.path("--export");
        Instant asOf =
                arguments.optional("--as-of").map(RecoveryCommand::time).orElseGet(clock::instant);
        SecretRecovery.Keeper keeper = keeper();
        arguments.end();
        AnchorsChain anchors = folder.chain(asOf);
        byte[] key = recoveryKey(files, anchors.current());
        try (ExportReader reader = ExportReader.open(export)) {
            int opened =
                    new SecretRecovery(new ReceiptVerifier(anchors), key, keeper, progress)
                            .recover(reader);
            progress.step("done", opened + " versions were opened by these shares");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private SecretRecovery.Keeper keeper() {
        if (arguments.flag("--prove")) {
            return (secret, version, value) -> {};
        }
        return new RecoveryFolder(arguments.path("--out"));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException("--as-of is no time like 2027-01-01T00:00:00Z");
        }
    }

    private static byte[] recoveryKey(List<String> files, VerifiedAnchors anchors) {
        List<RecoveryShare> shares =
                files.stream().map(file -> RecoveryShare.parse(shareFile(file))).toList();
        try {
            return RecoveryKey.recovered(shares, anchors.content().recoveryKey());
        } finally {
            shares.forEach(RecoveryShare::wipe);
        }
    }

    private static Bytes shareFile(String file) {
        return CeremonyFiles.read(file.equals("-") ? STANDARD_INPUT : Path.of(file));
    }

    /** The same key in new shares; those of the old ones that are left still work together. */
    void reshare() {
        List<String> files = arguments.all("--share");
        CeremonyFolder folder = new CeremonyFolder(arguments.path("--ceremony"));
        int shares =
                arguments.number("--recovery-shares", DEFAULT_SHARES, 2, RecoveryKey.MAX_SHARES);
        int threshold = arguments.number("--recovery-threshold", DEFAULT_THRESHOLD, 2, shares);
        Path out = arguments.path("--out");
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        VerifiedAnchors anchors = folder.anchors(clock.instant());
        byte[] key = recoveryKey(files, anchors);
        try {
            RecoveryKey again = RecoveryKey.of(key, threshold, shares, random);
            try {
                again.write(CeremonyFiles.folder(out));
            } finally {
                again.wipe();
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        progress.step(
                "done",
                "any "
                        + threshold
                        + " of these "
                        + shares
                        + " shares give the key back; destroy the old ones");
    }
}
