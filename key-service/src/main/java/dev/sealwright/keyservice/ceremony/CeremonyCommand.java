package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.inventory.TokenAbilities;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/** The things that {@link CeremonyMain} does. */
final class CeremonyCommand {
    private static final int DEFAULT_SHARES = 3;
    private static final int DEFAULT_THRESHOLD = 2;
    private static final int DEFAULT_ANCHORS_DAYS = 365;
    private static final int DEFAULT_CHANNEL_DAYS = 825;
    private static final int MAX_ANCHORS_DAYS = 3650;
    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

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
        CeremonyToken token = token();
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

    void memberKey() {
        CeremonyToken token = token();
        Path out = arguments.path("--out");
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        try (KeyBackend backend = token.open(random, progress)) {
            MemberStatement key = new ServiceKeyCeremony(backend, progress).holdMember();
            key.verify();
            CeremonyFiles.writePublic(out, Bytes.utf8(key.json()));
        }
        progress.step("done", "the member has its key; hand the statement to the root's ceremony");
    }

    void root() {
        CeremonyToken token = token();
        Path in = arguments.path("--in");
        RootRecord record = new RootRecord(CeremonyFiles.folder(arguments.path("--out")));
        List<String> members = arguments.any("--member");
        List<String> witnesses = arguments.any("--witness");
        RootOrder order = rootOrder(1 + members.size() + witnesses.size());
        arguments.end();
        record.requireNone();
        ServiceKeysStatement keys = ServiceKeysStatement.parse(text(in));
        keys.verify();
        FurtherMembers further =
                new FurtherMembers(members.stream().map(CeremonyCommand::statement).toList());
        Electorate electorate = Electorate.of(keys, further.votes(), witnesses);
        progress.step("keys-verified", "the service's keys prove themselves");
        Instant now = Seconds.truncate(clock.instant());
        try (KeyBackend backend = token.open(random, progress)) {
            RootCeremony.Outcome outcome =
                    new RootCeremony(backend, random, progress)
                            .hold(keys, further.full(electorate), electorate, order, now);
            try {
                record.write(outcome, keys, electorate, order, now);
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
        Arrays.fill(recoveryKey(files, anchors), (byte) 0);
        progress.step("done", "these shares give back the recovery key of the anchors");
    }

    void recover() {
        List<String> files = arguments.all("--share");
        CeremonyFolder folder = new CeremonyFolder(arguments.path("--ceremony"));
        Path export = arguments.path("--export");
        Instant asOf =
                arguments.optional("--as-of").map(CeremonyCommand::time).orElseGet(clock::instant);
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

    void channel() {
        Path out = arguments.path("--out");
        int days = arguments.number("--days", DEFAULT_CHANNEL_DAYS, 1, MAX_ANCHORS_DAYS);
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        new ChannelKeys(out, Duration.ofDays(days), random, Seconds.truncate(clock.instant()))
                .make();
        progress.step("done", "each side of the channel has a folder; hand it to its owner");
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

    void firstKey() {
        Path folder = arguments.path("--dir");
        arguments.end();
        new FirstKey(folder).replace(random);
        progress.step("done", "admin.key is another one; its digest lies beside it");
    }

    private CeremonyToken token() {
        if (!arguments.has("--pin-file")) {
            return FreshToken.of(arguments);
        }
        if (arguments.has("--dir")) {
            throw new UsageException(
                    "--dir is for a token to be initialised, --pin-file for one that is");
        }
        return GivenToken.of(arguments);
    }

    void probe() {
        if (!arguments.has("--pin-file")) {
            throw new UsageException("--pin-file is missing");
        }
        CeremonyToken token = token();
        arguments.end();
        try (KeyBackend backend = token.open(random, progress)) {
            TokenAbilities abilities = TokenAbilities.tryAll(backend);
            TokenTable.print(abilities.describe(), progress);
            abilities.require();
        }
        progress.step("done", "the token has what a service needs");
    }

    private static FurtherMembers.Statement statement(String file) {
        return FurtherMembers.Statement.parse(text(Path.of(file)));
    }

    /**
     * @param voters how many there are; more than half of them is the least quorum
     */
    private RootOrder rootOrder(int voters) {
        List<Operator> operators =
                arguments.any("--operator").stream().map(CeremonyCommand::operator).toList();
        int days = arguments.number("--anchors-days", DEFAULT_ANCHORS_DAYS, 1, MAX_ANCHORS_DAYS);
        return new RootOrder(
                arguments.text("--origin"),
                arguments.text("--trust-domain"),
                arguments.all("--server-name"),
                arguments.number("--recovery-shares", DEFAULT_SHARES, 2, RecoveryKey.MAX_SHARES),
                arguments.number(
                        "--recovery-threshold", DEFAULT_THRESHOLD, 2, RecoveryKey.MAX_SHARES),
                Duration.ofDays(days),
                arguments.number("--quorum", voters / 2 + 1, voters / 2 + 1, voters),
                operators,
                arguments.number("--operators-required", 1, 1, Math.max(1, operators.size())));
    }

    /** {@code NAME=FILE}, the file with his public key. */
    private static Operator operator(String given) {
        int split = given.indexOf('=');
        if (split < 1) {
            throw new UsageException("--operator is NAME=FILE");
        }
        return new Operator(
                given.substring(0, split),
                OperatorKey.readPublic(Path.of(given.substring(split + 1))));
    }

    void operatorKey() {
        Path folder = CeremonyFiles.folder(arguments.path("--dir"));
        arguments.end();
        try (OperatorKey key = OperatorKey.make(random)) {
            key.write(folder);
        }
        progress.step("done", "operator.key is its owner's alone; operator.pub is for the root");
    }

    private static String text(Path file) {
        return new String(CeremonyFiles.read(file).toArray(), StandardCharsets.US_ASCII);
    }
}
