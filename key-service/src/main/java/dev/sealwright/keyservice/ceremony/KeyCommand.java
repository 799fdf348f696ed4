package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.inventory.TokenAbilities;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.Operator;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Makes the keys of service, members and root, each on its token; and tries out a token. */
final class KeyCommand {
    private static final String POST_QUANTUM = "--post-quantum";
    private static final int DEFAULT_SHARES = 3;
    private static final int DEFAULT_THRESHOLD = 2;
    private static final int DEFAULT_ANCHORS_DAYS = 365;
    private static final int MAX_ANCHORS_DAYS = 3650;

    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    KeyCommand(Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    void serviceKeys() {
        CeremonyToken token = token();
        Path out = arguments.path("--out");
        boolean postQuantum = arguments.flag(POST_QUANTUM);
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        try (KeyBackend backend = token.open(random, progress)) {
            ServiceKeysStatement keys = new ServiceKeyCeremony(backend, progress).hold(postQuantum);
            keys.verify();
            CeremonyFiles.writePublic(out, Bytes.utf8(keys.json()));
        }
        progress.step("done", "the service token has its keys; next, run the root's ceremony");
    }

    void memberKey() {
        CeremonyToken token = token();
        Path out = arguments.path("--out");
        boolean postQuantum = arguments.flag(POST_QUANTUM);
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        try (KeyBackend backend = token.open(random, progress)) {
            MemberStatement key = new ServiceKeyCeremony(backend, progress).holdMember(postQuantum);
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
        ServiceKeysStatement keys = ServiceKeysStatement.parse(CeremonyFiles.text(in));
        keys.verify();
        FurtherMembers further =
                new FurtherMembers(members.stream().map(KeyCommand::statement).toList());
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
        return FurtherMembers.Statement.parse(CeremonyFiles.text(Path.of(file)));
    }

    /**
     * @param voters how many there are; more than half of them is the least quorum
     */
    private RootOrder rootOrder(int voters) {
        List<Operator> operators =
                arguments.any("--operator").stream().map(KeyCommand::operator).toList();
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
    static Operator operator(String given) {
        int split = given.indexOf('=');
        if (split < 1) {
            throw new UsageException("--operator is NAME=FILE");
        }
        return new Operator(
                given.substring(0, split), PublicKeyFile.read(Path.of(given.substring(split + 1))));
    }
}
