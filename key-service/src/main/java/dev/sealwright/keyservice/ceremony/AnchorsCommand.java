package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.epoch.AnchorsChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces anchors within their epoch: {@code sign} at the root token, {@code approve} wherever
 * each operator is; then the service logs the change, and {@code install} puts the document where
 * programs find it when they start.
 */
final class AnchorsCommand {
    private static final int DEFAULT_DAYS = 365;
    private static final int MAX_DAYS = 3650;

    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    AnchorsCommand(
            Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    void sign() {
        GivenToken token = GivenToken.of(arguments);
        CeremonyFolder ceremony = new CeremonyFolder(arguments.path("--ceremony"));
        Path out = arguments.path("--out");
        AnchorsOrder order = order();
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        Instant now = Seconds.truncate(clock.instant());
        VerifiedAnchors current = ceremony.anchors(now);
        Anchors next = order.next(current, now);
        try (KeyBackend backend = token.open(random)) {
            RootToken root = RootToken.of(backend, current);
            VerifiedAnchors signed = root.sign(next, now, progress);
            progress.step("change", AnchorsDifference.describe(current.content(), next));
            AnchorsChange change = new AnchorsChange(signed.document(), List.of());
            Bytes message = change.draft(signed).message();
            AnchorsChange approved = change.approvedBy(root.approvals(message, progress));
            CeremonyFiles.writePublic(out, approved.encode());
        }
        progress.step("done", "once operators approved, the service takes it: anchors publish");
    }

    private AnchorsOrder order() {
        Map<String, Voter> replaced = new LinkedHashMap<>();
        for (String given : arguments.any("--replace-member")) {
            String[] parts = named("--replace-member", given);
            MemberStatement statement = MemberStatement.parse(text(Path.of(parts[1])));
            statement.verify();
            replaced.put(parts[0], statement.voter(parts[0]));
        }
        for (String given : arguments.any("--replace-witness")) {
            String[] parts = named("--replace-witness", given);
            replaced.put(parts[0], Electorate.witness(parts[1]));
        }
        List<Operator> operators =
                arguments.any("--operator").stream().map(KeyCommand::operator).toList();
        return new AnchorsOrder(
                replaced,
                arguments.any("--server-name"),
                operators,
                arguments.number("--operators-required", 0, 1, Anchors.MAX_MEMBERS),
                Duration.ofDays(arguments.number("--anchors-days", DEFAULT_DAYS, 1, MAX_DAYS)));
    }

    /** The first {@code =} ends the name; keys of witnesses have more of them. */
    private static String[] named(String option, String given) {
        String[] parts = given.split("=", 2);
        if (parts.length != 2 || parts[0].isEmpty()) {
            throw new UsageException(option + " is NAME=…, with the name of a voter");
        }
        return parts;
    }

    void approve() {
        CeremonyFolder ceremony = new CeremonyFolder(arguments.path("--ceremony"));
        ChangeFile file = new ChangeFile(arguments.path("--change"));
        String operator = arguments.text("--operator");
        OwnKey own = OwnKey.of(arguments, progress, random);
        arguments.end();
        Instant now = clock.instant();
        VerifiedAnchors current = ceremony.anchors(now);
        AnchorsChange change = file.read();
        VerifiedAnchors next = change.next(current, now);
        String what = AnchorsDifference.describe(current.content(), next.content());
        progress.step("change", what);
        AnchorsChange approved =
                change.approvedBy(
                        own.added(
                                operator, what, change.draft(next).message(), change.approvals()));
        int consents = approved.consents(next, current);
        file.replace(approved);
        progress.step(
                "approved",
                operator
                        + " approves; "
                        + consents
                        + " of "
                        + current.content().operatorsRequired()
                        + " needed");
    }

    void install() {
        Path folder = arguments.path("--ceremony");
        ChangeFile file = new ChangeFile(arguments.path("--change"));
        arguments.end();
        Instant now = clock.instant();
        VerifiedAnchors current = new CeremonyFolder(folder).anchors(now);
        AnchorsChange change = file.read();
        if (change.document().equals(current.document())) {
            progress.step("done", "these anchors are in place already");
            return;
        }
        change.verify(current, now);
        VerifiedAnchors next = change.next(current, now);
        new EpochFiles(folder).install(current, next);
        progress.step(
                "done",
                "anchors of version "
                        + next.content().version()
                        + " are in place; they are in force once the log says so");
    }

    private static String text(Path file) {
        return new String(CeremonyFiles.read(file).toArray(), StandardCharsets.US_ASCII);
    }
}
