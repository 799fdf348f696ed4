package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.fixture.CeremonyRun;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.RestoredFiles;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.EpochOpening;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An epoch is closed and the next one opened, by the program, on tokens of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class EpochTest {
    private static final int RESTORED = 260;
    private static final int PRUNED = 256;

    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir private static Path folder;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final List<Bytes> LEAVES = new ArrayList<>();
    private static HeldCeremony ceremony;
    private static String restoredNote;

    @BeforeAll
    static void aLogOfWhichABackupHoldsFour() throws IOException {
        for (String operator : List.of("ada", "bob", "eve")) {
            must(
                    CeremonyRun.of(
                            HSM.folder().configuration(),
                            List.of("operator-key", "--dir", at(operator))));
        }
        ceremony =
                HeldCeremony.hold(
                        HSM,
                        Files.createDirectory(folder.resolve("home")),
                        List.of(
                                "--operator",
                                "ada=" + at("ada/operator.pub"),
                                "--operator",
                                "bob=" + at("bob/operator.pub"),
                                "--operators-required",
                                "2"));
        try (KeyService service = ceremony.open(state(), CLOCK)) {
            Leaves leaves = new Leaves(CLOCK);
            LogBook book = new LogBook(service);
            LEAVES.addAll(leaves.genesis(ceremony.anchors(NOW)));
            while (LEAVES.size() < RESTORED - 1) {
                LEAVES.add(leaves.event());
            }
            book.append(LEAVES);
            Bytes pruning = leaves.of(Leaf.NO_ORG, pruning(LEAVES));
            LEAVES.add(pruning);
            restoredNote = book.append(List.of(pruning)).note();
            // What is lost rotated the key that secrets are derived under, and ended the first.
            Bytes next = service.makeOrgKey(new OrgKeyOrder(Leaf.NO_ORG, 2));
            book.append(List.of(leaves.of(Leaf.NO_ORG, new OrgKeyBody.Version(2, next))));
            book.append(
                    List.of(
                            leaves.of(Leaf.NO_ORG, new OrgKeyBody.Switch(1, false)),
                            leaves.event()));
        }
        restored("restored", LEAVES, index -> index > 1 && index < PRUNED);
    }

    /** What lets leaves of this log go. */
    private static PruningBody pruning(List<Bytes> log) {
        LastingLeaves chain = new LastingLeaves();
        log.forEach(
                leaf -> chain.add(LeafCodec.decode(leaf).body().lasting(), TreeHash.leaf(leaf)));
        return new PruningBody(PRUNED, log.size(), chain.at().head());
    }

    private static void restored(String name, List<Bytes> leaves, IntPredicate gone)
            throws IOException {
        RestoredFiles.write(folder.resolve(name), leaves, gone, restoredNote);
    }

    private static Path state() {
        return folder.resolve("state");
    }

    private static String home(String name) {
        return ceremony.home().resolve(name).toString();
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static CeremonyRun close(String out) {
        return CeremonyRun.of(
                HSM.folder().configuration(),
                List.of(
                        "epoch",
                        "close",
                        "--module",
                        ceremony.module().toString(),
                        "--token-label",
                        ceremony.tokenLabel(),
                        "--pin-file",
                        home("hsm/user.pin"),
                        "--ceremony",
                        home("ceremony"),
                        "--state",
                        state().toString(),
                        "--out",
                        at(out)));
    }

    private static CeremonyRun sign(String head, String out) {
        return CeremonyRun.of(
                ceremony.home().resolve("root/softhsm2.conf"),
                List.of(
                        "epoch",
                        "sign",
                        "--module",
                        ceremony.module().toString(),
                        "--token-label",
                        "sealwright-root",
                        "--pin-file",
                        home("root/user.pin"),
                        "--ceremony",
                        home("ceremony"),
                        "--head",
                        at(head),
                        "--restored",
                        at("restored"),
                        "--epoch",
                        "2",
                        "--out",
                        at(out)));
    }

    private static CeremonyRun approve(String operator, String key) {
        return CeremonyRun.of(
                HSM.folder().configuration(),
                List.of(
                        "epoch",
                        "approve",
                        "--ceremony",
                        home("ceremony"),
                        "--opening",
                        at("opening"),
                        "--operator",
                        operator,
                        "--key",
                        at(key + "/operator.key")));
    }

    private static CeremonyRun begin(String opening, String restored) {
        return CeremonyRun.of(
                HSM.folder().configuration(),
                List.of(
                        "epoch",
                        "begin",
                        "--ceremony",
                        home("ceremony"),
                        "--opening",
                        at(opening),
                        "--restored",
                        at(restored),
                        "--state",
                        state().toString()));
    }

    private static void must(CeremonyRun run) {
        assertThat(run.status()).as(run.output()).isEqualTo(CeremonyMain.DONE);
    }

    private static void refused(CeremonyRun run, String why) {
        assertThat(run.status()).as(run.output()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains(why).doesNotContain("\tat ");
    }

    private static VerifiedAnchors signed() throws IOException {
        Bytes document = Bytes.of(Files.readAllBytes(folder.resolve("opening/anchors.cose")));
        return AnchorsDocument.verify(document, ceremony.anchors(NOW).pin(), Instant.now());
    }

    private static EpochOpening opening() throws IOException {
        return EpochOpening.decode(
                Bytes.of(Files.readAllBytes(folder.resolve("opening/opening.cbor"))));
    }

    @Test
    @Order(1)
    void aVoterThatClosedSignsNothingMoreAndSaysTheSameAgain() throws IOException {
        must(close("closing.note"));
        must(close("again.note"));

        assertThat(Files.readString(folder.resolve("again.note")))
                .isEqualTo(Files.readString(folder.resolve("closing.note")));
        assertThatThrownBy(() -> ceremony.open(state(), CLOCK))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("closed by the ceremony at size 263");
    }

    @Test
    @Order(2)
    void theRootSignsTheNextEpochAndItsOperatorsApprove() throws IOException {
        CeremonyRun run = sign("closing.note", "opening");
        must(run);
        assertThat(run.output()).contains("entries 260 to 262 are lost");
        refused(begin("opening", "restored"), "0 of 2 operators signed");
        refused(approve("ada", "eve"), "did not sign");
        refused(approve("eve", "eve"), "nobody of the operators");
        CeremonyRun ada = approve("ada", "ada");
        must(ada);
        assertThat(ada.output()).contains("entries 260 to 262 are lost", "1 of 2 needed");
        refused(begin("opening", "restored"), "1 of 2 operators signed");
        must(approve("ada", "ada"));
        must(approve("bob", "bob"));

        EpochBody body = opening().verify(signed());
        assertThat(body.closedSize()).isEqualTo(RESTORED + 3);
        assertThat(body.restoredSize()).isEqualTo(RESTORED);
        refused(sign("closing.note", "opening"), "held already");
    }

    @Test
    @Order(3)
    void whatIsNotApprovedOrNotWhatWasRestoredDoesNotBegin() throws IOException {
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Files.copy(folder.resolve("opening/anchors.cose"), bare.resolve("anchors.cose"));
        Files.write(
                bare.resolve("opening.cbor"), opening().approvedBy(List.of()).encode().toArray());
        refused(begin("bare", "restored"), "0 of 2 operators signed");

        List<Bytes> other = new ArrayList<>(LEAVES);
        other.set(3, new Leaves(CLOCK).event());
        restored("edited", other, index -> false);
        refused(begin("opening", "edited"), "do not give the root");
        restored("hidden", LEAVES, index -> index == 1);
        refused(begin("opening", "hidden"), "Restore another backup");
        assertThat(folder.resolve("state/epochs")).doesNotExist();
        assertThat(ceremony.anchors(NOW).content().version()).isEqualTo(1);
    }

    @Test
    @Order(4)
    void theEpochBeginsAfterTheRestoredLeavesWithItsOwnThreeInOrder() throws IOException {
        must(begin("opening", "restored"));
        must(begin("opening", "restored"));
        VerifiedAnchors anchors = ceremony.anchors(Instant.now());
        assertThat(anchors.content().version()).isEqualTo(2);

        try (KeyService service = ceremony.open(state(), InstantSource.system())) {
            assertThat(service.head().size()).isEqualTo(RESTORED);
            assertThat(service.head().origin()).isEqualTo("localhost:8444/log/2");
            Leaves leaves = new Leaves(InstantSource.system());
            Bytes event = leaves.event();
            Bytes epoch = leaves.of(Leaf.NO_ORG, opening().verify(anchors));
            Bytes named = leaves.anchors(anchors);
            Bytes key = leaves.ceremony(HeldCeremony.firstPlatformKeyDigest());
            assertThat(service.admit(List.of(event, epoch, named, key)))
                    .allMatch(Admission.Admitted.class::isInstance);
            assertThatThrownBy(() -> service.append(RESTORED, List.of(event)))
                    .hasMessageContaining("begins with");

            assertThat(service.append(RESTORED, List.of(epoch, named, key, event)).size())
                    .isEqualTo(RESTORED + 4);
            assertThat(service.admit(List.of(leaves.of(Leaf.NO_ORG, pruning(LEAVES)))))
                    .allMatch(Admission.Admitted.class::isInstance);
            assertThat(service.admit(List.of(leaves.of(Leaf.NO_ORG, opening().verify(anchors)))))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Admission.Refused.class,
                            no -> assertThat(no.code()).isEqualTo(RefusalCode.NOT_ALLOWED));
        }
    }

    @Test
    @Order(5)
    void whatWasRestoredStandsUnderTheVersionsThatWereRestored() {
        try (KeyService service = ceremony.open(state(), InstantSource.system())) {
            assertThat(service.derive(Purpose.API_KEY_PEPPER, 1).size()).isEqualTo(32);
            assertThatThrownBy(() -> service.derive(Purpose.API_KEY_PEPPER, 2))
                    .isInstanceOf(KeyServiceUnavailableException.class);
            Bytes next = service.makeOrgKey(new OrgKeyOrder(Leaf.NO_ORG, 2));
            Bytes leaf =
                    new Leaves(InstantSource.system())
                            .of(Leaf.NO_ORG, new OrgKeyBody.Version(2, next));
            assertThat(service.admit(List.of(leaf))).allMatch(Admission.Admitted.class::isInstance);
            assertThat(service.append(RESTORED + 4, List.of(leaf)).size()).isEqualTo(RESTORED + 5);
            assertThat(service.derive(Purpose.API_KEY_PEPPER, 2).size()).isEqualTo(32);
        }
    }

    @Test
    @Order(6)
    void anEpochWhoseStateIsGoneDoesNotBeginByItself() throws IOException {
        Path journal = folder.resolve("state/epochs/2/voter.journal");
        Path aside = folder.resolve("aside");
        Files.move(journal, aside);

        assertThatThrownBy(() -> ceremony.open(state(), InstantSource.system()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("has not begun here");
        Files.move(aside, journal);
    }
}
