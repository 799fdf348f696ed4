package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.fixture.FaultyBackend;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.quota.AdmissionLimits;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a voter admits, appends, signs and remembers. */
final class VoterLogTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private FaultyBackend backend;
    private VerifiedAnchors anchors;

    @TempDir Path folder;

    @BeforeEach
    void openToken() {
        backend = CEREMONY.backend();
        anchors = CEREMONY.ceremony().anchors(clock.instant());
    }

    /** A token on which every key is that anybody names. */
    private static final KeyMaterial TOKEN =
            new KeyMaterial() {
                @Override
                public boolean claim(Bytes org, KeyBody.Version version) {
                    return true;
                }

                @Override
                public boolean holds(Bytes key) {
                    return true;
                }

                @Override
                public boolean isOrgKey(Bytes org, long version, Bytes key) {
                    return key.equals(org);
                }

                @Override
                public boolean holdsOrgKey(Bytes org, long version) {
                    return true;
                }

                @Override
                public boolean resealed(Bytes org, SecretBody.Reseal reseal) {
                    return true;
                }
            };

    private VoterLog open() {
        return open(folder.resolve("state"));
    }

    private VoterLog open(Path state) {
        var key = backend.find(KeyRole.LOG.label(), KeyRole.LOG.algorithm());
        Bytes raw = Ed25519.raw(backend.publicKey(key));
        AdmissionRules rules =
                new AdmissionRules(
                        anchors.digest(),
                        HeldCeremony.firstPlatformKeyDigest(),
                        anchors.content().serverNames(),
                        Duration.ofMinutes(61),
                        Duration.ofDays(31));
        return VoterLog.open(
                state,
                new CheckpointSigner(backend, key, anchors.origin(), raw),
                anchors,
                rules,
                new AdmissionQuota(AdmissionLimits.DEFAULT),
                TOKEN,
                clock);
    }

    private VoterLog begun() {
        VoterLog log = open();
        List<Bytes> genesis = leaves.genesis(anchors);
        log.admit(genesis);
        log.append(0, genesis);
        return log;
    }

    private static void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(code));
    }

    private static RefusalCode refusal(Admission admission) {
        return ((Admission.Refused) admission).code();
    }

    @Test
    void theRootIsComputedHereAndTheNoteVerifiesUnderTheAnchors() {
        try (VoterLog log = begun()) {
            List<Bytes> batch = List.of(leaves.event(), leaves.event(), leaves.event());
            log.admit(batch);
            SignedCheckpoint signed = log.append(2, batch);

            assertThat(signed.size()).isEqualTo(5);
            Note note = Note.parse(signed.note());
            assertThat(note.signedBy(anchors.voters().getFirst().noteKey(anchors.origin())))
                    .isTrue();
            assertThat(log.head().root()).isEqualTo(signed.root());
            assertThat(log.head().note()).contains(signed.note());
        }
    }

    @Test
    void theSameLeavesAtTheSameSizeGiveTheSameNote() {
        try (VoterLog log = begun()) {
            List<Bytes> batch = List.of(leaves.event(), leaves.event());
            log.admit(batch);
            String note = log.append(2, batch).note();

            assertThat(log.append(2, batch).note()).isEqualTo(note);
            assertThat(log.append(4, List.of()).note()).isEqualTo(note);
        }
    }

    @Test
    void otherLeavesAtASizeThatWasLeftAreAFork() {
        try (VoterLog log = begun()) {
            Bytes first = leaves.event();
            Bytes other = leaves.event();
            log.admit(List.of(first, other));
            log.append(2, List.of(first));

            refused(RefusalCode.FORKED, () -> log.append(2, List.of(other)));
            refused(RefusalCode.FORKED, () -> log.append(2, List.of(first, other)));
            refused(RefusalCode.FORKED, () -> log.append(2, List.of()));
        }
    }

    @Test
    void anySizeButTheLastTwoIsRefused() {
        try (VoterLog log = begun()) {
            Bytes leaf = leaves.event();
            log.admit(List.of(leaf));
            log.append(2, List.of(leaf));

            refused(RefusalCode.WRONG_SIZE, () -> log.append(0, leaves.genesis(anchors)));
            refused(RefusalCode.WRONG_SIZE, () -> log.append(1, List.of(leaf)));
            refused(RefusalCode.WRONG_SIZE, () -> log.append(4, List.of(leaf)));
            refused(RefusalCode.WRONG_SIZE, () -> log.append(-1, List.of(leaf)));
        }
    }

    @Test
    void aLeafThatWasNotAdmittedIsNotAppended() {
        try (VoterLog log = begun()) {
            Bytes leaf = leaves.event();
            refused(RefusalCode.NOT_ADMITTED, () -> log.append(2, List.of(leaf)));
            log.admit(List.of(leaf));
            refused(RefusalCode.NOT_ADMITTED, () -> log.append(2, List.of(leaf, leaf)));
            log.append(2, List.of(leaf));
            refused(RefusalCode.NOT_ADMITTED, () -> log.append(3, List.of(leaf)));
        }
    }

    @Test
    void aBatchHasABound() {
        try (VoterLog log = begun()) {
            List<Bytes> many = Collections.nCopies(4097, leaves.event());
            refused(RefusalCode.BATCH_TOO_LARGE, () -> log.admit(many));
            refused(RefusalCode.BATCH_TOO_LARGE, () -> log.append(2, many));
        }
    }

    @Test
    void aLeafSixtySecondsOffIsTakenAndSixtyOneIsNot() {
        try (VoterLog log = begun()) {
            for (int off : List.of(-60, 60)) {
                Bytes leaf = leaves.eventAt(leaves.now().plusSeconds(off));
                assertThat(log.admit(List.of(leaf)).getFirst())
                        .isEqualTo(new Admission.Admitted(TreeHash.leaf(leaf)));
            }
            for (int off : List.of(-61, 61)) {
                Bytes leaf = leaves.eventAt(leaves.now().plusSeconds(off));
                assertThat(refusal(log.admit(List.of(leaf)).getFirst()))
                        .isEqualTo(RefusalCode.TIME);
            }
        }
    }

    @Test
    void anAdmittedLeafKeepsItsPlaceHoweverLateItIsAppended() {
        Bytes leaf = leaves.event();
        try (VoterLog log = begun()) {
            log.admit(List.of(leaf));
        }
        clock.advance(Duration.ofDays(2));
        try (VoterLog log = open()) {
            assertThat(log.admit(List.of(leaf)).getFirst()).isInstanceOf(Admission.Admitted.class);
            assertThat(log.append(2, List.of(leaf)).size()).isEqualTo(3);
        }
    }

    @Test
    void oneRefusedLeafDoesNotRefuseItsNeighbours() {
        try (VoterLog log = begun()) {
            List<Admission> answers =
                    log.admit(List.of(leaves.event(), Bytes.utf8("no leaf"), leaves.event()));
            assertThat(answers.get(0)).isInstanceOf(Admission.Admitted.class);
            assertThat(refusal(answers.get(1))).isEqualTo(RefusalCode.MALFORMED);
            assertThat(answers.get(2)).isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void theLogBeginsWithItsAnchorsAndItsCeremonyAndNothingElse() {
        try (VoterLog log = open()) {
            List<Bytes> genesis = leaves.genesis(anchors);
            Bytes event = leaves.event();
            log.admit(genesis);
            log.admit(List.of(event));

            refused(RefusalCode.NOT_ALLOWED, () -> log.append(0, List.of(event)));
            refused(RefusalCode.NOT_ALLOWED, () -> log.append(0, genesis.reversed()));
            refused(
                    RefusalCode.NOT_ALLOWED,
                    () -> log.append(0, List.of(genesis.get(0), event, genesis.get(1))));
            assertThat(log.head().size()).isZero();
            log.append(0, List.of(genesis.get(0)));
            log.append(1, List.of(genesis.get(1), event));
            assertThat(log.head().size()).isEqualTo(3);
        }
    }

    @Test
    void genesisLeavesNameTheConfiguredAnchorsAndFirstKey() {
        try (VoterLog log = open()) {
            Bytes foreignKey = leaves.ceremony(leaves.random(32));
            assertThat(refusal(log.admit(List.of(foreignKey)).getFirst()))
                    .isEqualTo(RefusalCode.DIGEST);
        }
    }

    @Test
    void trustIsNotChangedAfterGenesis() {
        try (VoterLog log = open()) {
            List<Bytes> first = leaves.genesis(anchors);
            List<Bytes> second = leaves.genesis(anchors);
            log.admit(first);
            log.admit(second);
            log.append(0, first);

            assertThat(log.admit(leaves.genesis(anchors)))
                    .allSatisfy(
                            answer ->
                                    assertThat(refusal(answer)).isEqualTo(RefusalCode.NOT_ALLOWED));
            refused(RefusalCode.NOT_ALLOWED, () -> log.append(2, second));
        }
    }

    @Test
    void aCrashBetweenDiskAndSignatureIsFinishedAfterTheRestart() {
        List<Bytes> batch = List.of(leaves.event(), leaves.event());
        try (VoterLog log = begun()) {
            log.admit(batch);
            backend.setAway(true);
            assertThatThrownBy(() -> log.append(2, batch))
                    .isInstanceOf(KeyBackendUnavailableException.class);
            assertThat(log.head().size()).isEqualTo(4);
            assertThat(log.head().note()).isEmpty();
        }
        backend.setAway(false);
        try (VoterLog log = open()) {
            Bytes root = log.head().root();
            SignedCheckpoint signed = log.append(2, batch);
            assertThat(signed.root()).isEqualTo(root);
            refused(RefusalCode.FORKED, () -> log.append(2, List.of(leaves.event())));
        }
    }

    @Test
    void aSignatureThatDoesNotVerifyIsNotPassedOn() {
        try (VoterLog log = begun()) {
            Bytes leaf = leaves.event();
            log.admit(List.of(leaf));
            backend.alterSignatures(signature -> Bytes.zeros(signature.size()));
            assertThatThrownBy(() -> log.append(2, List.of(leaf)))
                    .isInstanceOf(KeyBackendUnavailableException.class);
            backend.alterSignatures(signature -> signature);
            assertThat(log.append(2, List.of(leaf)).size()).isEqualTo(3);
        }
    }

    @Test
    void everythingIsRememberedAcrossARestart() {
        Bytes waiting = leaves.event();
        Bytes root;
        try (VoterLog log = begun()) {
            log.admit(List.of(waiting));
            root = log.head().root();
        }
        try (VoterLog log = open()) {
            assertThat(log.head().size()).isEqualTo(2);
            assertThat(log.head().root()).isEqualTo(root);
            log.signAgain();
            assertThat(log.head().note()).isPresent();
            assertThat(log.append(2, List.of(waiting)).size()).isEqualTo(3);
        }
    }

    @Test
    void aJournalPutBackFromYesterdayEndsTheVoter() throws IOException {
        Path journal = folder.resolve("state").resolve("voter.journal");
        Path copy = folder.resolve("copy");
        String newest;
        try (VoterLog log = begun()) {
            Files.copy(journal, copy);
            Bytes leaf = leaves.event();
            log.admit(List.of(leaf));
            newest = log.append(2, List.of(leaf)).note();
        }
        Files.delete(journal);
        Files.copy(copy, journal);
        try (VoterLog log = open()) {
            refused(RefusalCode.VOTER_LOST_STATE, () -> log.observe(newest));
            Bytes leaf = leaves.event();
            log.admit(List.of(leaf));
            refused(RefusalCode.VOTER_LOST_STATE, () -> log.append(2, List.of(leaf)));
            refused(RefusalCode.VOTER_LOST_STATE, () -> log.append(2, List.of()));
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("never signs again");
    }

    @Test
    void anEmptyStateBesideASignedCheckpointEndsTheVoter() {
        String note;
        try (VoterLog log = begun()) {
            note = log.head().note().orElseThrow();
        }
        try (VoterLog log = open(folder.resolve("empty"))) {
            refused(RefusalCode.VOTER_LOST_STATE, () -> log.observe(note));
            refused(RefusalCode.VOTER_LOST_STATE, () -> log.append(0, leaves.genesis(anchors)));
        }
    }

    @Test
    void aSecondHistoryUnderTheSameKeyEndsTheVoter() {
        String note;
        try (VoterLog log = begun()) {
            note = log.head().note().orElseThrow();
        }
        clock.advance(Duration.ofSeconds(1));
        Path elsewhere = folder.resolve("elsewhere");
        try (VoterLog log = open(elsewhere)) {
            List<Bytes> genesis = leaves.genesis(anchors);
            log.admit(genesis);
            log.append(0, genesis);
            refused(RefusalCode.VOTER_LOST_STATE, () -> log.observe(note));
        }
    }

    @Test
    void checkpointsThatTheVoterRemembersAreFine() {
        try (VoterLog log = begun()) {
            String previous = log.head().note().orElseThrow();
            for (int size = 2; size < 5; size++) {
                Bytes leaf = leaves.event();
                log.admit(List.of(leaf));
                log.append(size, List.of(leaf));
                log.observe(previous);
                log.observe(log.head().note().orElseThrow());
            }
            refused(RefusalCode.MALFORMED, () -> log.observe("no note"));
        }
    }

    @Test
    void aCheckpointThatThisVoterDidNotSignProvesNothing() {
        try (VoterLog log = begun()) {
            String forged = log.head().note().orElseThrow().replace("\n2\n", "\n7\n");
            log.observe(forged);
            Bytes leaf = leaves.event();
            log.admit(List.of(leaf));
            assertThat(log.append(2, List.of(leaf)).size()).isEqualTo(3);
        }
    }

    @Test
    void twoProcessesCannotBeOneVoter() {
        try (VoterLog log = begun()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("locked");
        }
    }

    @Test
    void aFolderThatOthersMayWriteIsRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> open(open)).isInstanceOf(StartRefusedException.class);
    }

    @Test
    void aJournalThatGrewLargeIsReplacedAndLosesNothing() throws IOException {
        Frontier expected = Frontier.EMPTY;
        Path journal = folder.resolve("state").resolve("voter.journal");
        try (VoterLog log = open()) {
            List<Bytes> genesis = leaves.genesis(anchors);
            log.admit(genesis);
            log.append(0, genesis);
            expected = expected.appendAll(genesis.stream().map(TreeHash::leaf).toList());
            for (int round = 0; round < 20; round++) {
                clock.advance(Duration.ofSeconds(2));
                List<Bytes> batch = Stream.generate(leaves::event).limit(4000).toList();
                log.admit(batch);
                log.append(expected.size(), batch);
                expected = expected.appendAll(batch.stream().map(TreeHash::leaf).toList());
            }
            assertThat(Files.size(journal)).isLessThan(Journal.LARGE + (1 << 20));
        }
        try (VoterLog log = open()) {
            assertThat(log.head().root()).isEqualTo(expected.root());
        }
    }

    @Test
    void admissionStopsWhenTooManyLeavesWait() {
        try (VoterLog log = begun()) {
            for (int round = 0; round < 16; round++) {
                clock.advance(Duration.ofSeconds(2));
                log.admit(Stream.generate(leaves::event).limit(4096).toList());
            }
            assertThat(refusal(log.admit(List.of(leaves.event())).getFirst()))
                    .isEqualTo(RefusalCode.OVERLOADED);

            clock.advance(VoterState.STALE.plusSeconds(3));
            assertThat(log.admit(List.of(leaves.event())).getFirst())
                    .isInstanceOf(Admission.Admitted.class);
        }
    }
}
