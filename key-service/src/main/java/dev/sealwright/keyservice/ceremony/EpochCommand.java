package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.LogSigner;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.log.EpochState;
import dev.sealwright.keyservice.log.TakenOver;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.epoch.EpochOpening;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Closes an epoch of the log and opens the next one: {@code close} at the service token, {@code
 * sign} at the root token, {@code approve} wherever each operator is, {@code begin} where the key
 * service runs.
 */
final class EpochCommand {
    private static final int DEFAULT_DAYS = 365;
    private static final int MAX_DAYS = 3650;

    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    EpochCommand(Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    void close() {
        GivenToken token = GivenToken.of(arguments);
        CeremonyFolder ceremony = new CeremonyFolder(arguments.path("--ceremony"));
        Path state = arguments.path("--state");
        Path out = arguments.path("--out");
        arguments.end();
        VerifiedAnchors anchors = ceremony.anchors(clock.instant());
        try (KeyBackend backend = token.open(random, progress)) {
            KeyHandle key = backend.find(KeyRole.LOG.label(), KeyRole.LOG.algorithm());
            Note closing =
                    EpochState.close(
                            EpochState.folder(state, anchors.content()),
                            LogSigner.of(backend, key, anchors));
            CeremonyFiles.writePublic(out, closing.bytes());
            progress.step(
                    "closed",
                    anchors.origin()
                            + " is closed at size "
                            + Heads.largest(List.of(closing)).size()
                            + "; this voter signs nothing more in it");
        }
    }

    void sign() {
        GivenToken token = GivenToken.of(arguments);
        Path ceremonyFolder = arguments.path("--ceremony");
        List<String> heads = arguments.all("--head");
        RestoredFolder restored = new RestoredFolder(arguments.path("--restored"));
        String epoch = arguments.text("--epoch");
        Optional<ServiceKeysStatement> keys =
                arguments
                        .optional("--in")
                        .map(file -> ServiceKeysStatement.parse(CeremonyFiles.text(Path.of(file))));
        int days = arguments.number("--anchors-days", DEFAULT_DAYS, 1, MAX_DAYS);
        Path out = arguments.path("--out");
        arguments.end();
        CeremonyFiles.requireAbsent(out);
        Instant now = Seconds.truncate(clock.instant());
        EpochCeremony.Order order =
                new EpochCeremony.Order(
                        new CeremonyFolder(ceremonyFolder).anchors(now),
                        EpochFiles.past(ceremonyFolder),
                        heads.stream().map(file -> Heads.read(Path.of(file))).toList(),
                        restored.checkpoint(),
                        epoch,
                        keys,
                        Duration.ofDays(days));
        try (KeyBackend backend = token.open(random, progress)) {
            EpochCeremony.Outcome outcome =
                    new EpochCeremony(backend, random, progress).hold(order, now);
            Path folder = CeremonyFiles.folder(out);
            CeremonyFiles.writePublic(
                    folder.resolve(CeremonyFolder.OPENING), outcome.opening().encode());
            CeremonyFiles.writePublic(
                    folder.resolve(CeremonyFolder.ANCHORS), outcome.anchors().document());
        }
        progress.step("done", "the next epoch's anchors are signed; begin it at the key service");
    }

    void approve() {
        CeremonyFolder ceremony = new CeremonyFolder(arguments.path("--ceremony"));
        Path opened = arguments.path("--opening");
        String operator = arguments.text("--operator");
        OwnKey own = OwnKey.of(arguments, progress, random);
        arguments.end();
        Instant now = clock.instant();
        VerifiedAnchors next =
                AnchorsDocument.verifySuccessor(
                        CeremonyFiles.read(opened.resolve(CeremonyFolder.ANCHORS)),
                        ceremony.anchors(now),
                        now);
        EpochOpening opening = EpochFiles.opening(opened);
        EpochBody draft = opening.draft(next);
        progress.step("epoch", EpochCeremony.describe(draft));
        EpochOpening approved =
                opening.approvedBy(
                        own.added(
                                operator,
                                EpochCeremony.describe(draft),
                                draft.message(),
                                opening.approvals()));
        int consents = approved.consents(next);
        new EpochFiles(opened).replace(approved);
        progress.step(
                "approved",
                operator
                        + " approves; "
                        + consents
                        + " of "
                        + opening.predecessor(next).content().operatorsRequired()
                        + " needed");
    }

    void begin() {
        Path ceremonyFolder = arguments.path("--ceremony");
        Path opened = arguments.path("--opening");
        RestoredFolder restored = new RestoredFolder(arguments.path("--restored"));
        Path state = arguments.path("--state");
        Optional<String> member = arguments.optional("--member");
        arguments.end();
        Instant now = clock.instant();
        VerifiedAnchors current = new CeremonyFolder(ceremonyFolder).anchors(now);
        VerifiedAnchors next =
                AnchorsDocument.verifySuccessor(
                        CeremonyFiles.read(opened.resolve(CeremonyFolder.ANCHORS)), current, now);
        EpochOpening opening = EpochFiles.opening(opened);
        EpochBody body = opening.verify(next);
        progress.step("approved", EpochCeremony.describe(body));
        VerifiedAnchors before = opening.predecessor(next);
        begin(state, before, next, restored(restored, body, next), member);
        new EpochFiles(ceremonyFolder).install(before, next, opening);
        progress.step("done", "the epoch " + next.origin() + " has begun; start the service");
    }

    private static TakenOver restored(RestoredFolder folder, EpochBody body, VerifiedAnchors next) {
        TakenOver taken = new TakenOver(next.content());
        folder.replay(new Checkpoint(body.from(), body.restoredSize(), body.restoredRoot()), taken);
        return taken;
    }

    private static void begin(
            Path state,
            VerifiedAnchors before,
            VerifiedAnchors next,
            TakenOver taken,
            Optional<String> member) {
        Voter voter = voter(next, member);
        Path old = EpochState.folder(state, before.content());
        Optional<EpochState.Before> known =
                before.voters().stream()
                        .filter(each -> each.key().equals(voter.key()))
                        .filter(each -> EpochState.begun(old))
                        .findFirst()
                        .map(each -> new EpochState.Before(old, before.origin(), each.key()));
        EpochState.begin(EpochState.folder(state, next.content()), next, voter.key(), taken, known);
    }

    private static Voter voter(VerifiedAnchors anchors, Optional<String> name) {
        List<Voter> members =
                anchors.voters().stream()
                        .filter(voter -> voter.kind() == VoterKind.MEMBER)
                        .filter(voter -> name.isEmpty() || voter.name().equals(name.get()))
                        .toList();
        if (members.size() != 1) {
            throw new UsageException("--member names the one of these anchors whose state this is");
        }
        return members.getFirst();
    }
}
