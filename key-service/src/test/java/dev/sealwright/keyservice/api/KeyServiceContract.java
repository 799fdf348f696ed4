package dev.sealwright.keyservice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.fixture.FaultyBackend;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateCheck;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every caller of a key service may rely on, wherever it runs: in this process, or behind a
 * connection. A subclass says how it is reached.
 */
public abstract class KeyServiceContract {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private FaultyBackend backend;
    private VerifiedAnchors anchors;
    private KeyService inner;
    private KeyService service;

    @TempDir Path folder;

    /**
     * The service as this kind of caller reaches it.
     *
     * @param own a folder for whatever that needs
     */
    protected abstract KeyService reach(KeyService here, Path own);

    @BeforeEach
    void open() {
        backend = CEREMONY.backend();
        anchors = CEREMONY.ceremony().anchors(clock.instant());
        KeyServiceConfig config = CEREMONY.ceremony().config(folder.resolve("state"));
        inner = KeyServices.open(backend, config, clock);
        service = reach(inner, folder);
    }

    @AfterEach
    void close() {
        service.close();
        inner.close();
    }

    private LogBook begun() {
        LogBook log = new LogBook(service);
        log.append(leaves.genesis(anchors));
        return log;
    }

    private static void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> {
                            assertThat(e.code()).as(e.detail()).isEqualTo(code);
                            assertThat(e.detail()).isNotBlank().hasSizeLessThanOrEqualTo(200);
                        });
    }

    @Test
    void itBeginsWithAnEmptyLogUnderItsAnchors() {
        assertThat(service.head())
                .isEqualTo(new Head(anchors.origin(), 0, TreeHash.EMPTY_ROOT, Optional.empty()));
        assertThat(service.anchors()).isEqualTo(anchors.document());
    }

    @Test
    void admittedLeavesAreAppendedAndTheirCheckpointVerifies() {
        LogBook log = begun();
        ProvenLeaf event = log.appended(leaves.event());
        new ReceiptVerifier(anchors).verify(event.leaf(), Receipt.parse(event.receipt()));
        Head head = service.head();
        assertThat(head.size()).isEqualTo(3);
        assertThat(head.root())
                .isEqualTo(TreeHash.node(log.hashes().hash(1, 0), log.hashes().hash(0, 2)));
        assertThat(head.note()).isPresent();
    }

    @Test
    void theSameAppendGivesTheSameNoteByteForByte() {
        begun();
        List<Bytes> batch = List.of(leaves.event(), leaves.event());
        service.admit(batch);
        SignedCheckpoint first = service.append(2, batch);
        assertThat(service.append(2, batch)).isEqualTo(first);
        assertThat(service.append(4, List.of())).isEqualTo(first);
    }

    @Test
    void eachLeafIsAnsweredForInItsOrder() {
        Bytes good = leaves.event();
        Bytes old = leaves.eventAt(leaves.now().minusSeconds(3600));
        List<Admission> answers = service.admit(List.of(good, Bytes.utf8("no leaf"), old, good));
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0)).isEqualTo(new Admission.Admitted(TreeHash.leaf(good)));
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).isEqualTo(RefusalCode.MALFORMED));
        assertThat(answers.get(2))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).isEqualTo(RefusalCode.TIME));
        assertThat(answers.get(3)).isEqualTo(answers.get(0));
        assertThat(service.admit(List.of())).isEmpty();
    }

    @Test
    void eachRuleOfAppendingIsNamed() {
        begun();
        Bytes leaf = leaves.event();
        refused(RefusalCode.NOT_ADMITTED, () -> service.append(2, List.of(leaf)));
        service.admit(List.of(leaf));
        refused(RefusalCode.WRONG_SIZE, () -> service.append(3, List.of(leaf)));
        service.append(2, List.of(leaf));
        refused(RefusalCode.FORKED, () -> service.append(2, List.of(leaves.event())));
    }

    @Test
    void aBatchIsAppendedAndTheNextOneAdmittedByOneCall() {
        begun();
        Bytes first = leaves.event();
        Bytes second = leaves.event();
        service.admit(List.of(first));
        List<Bytes> next = List.of(second, Bytes.utf8("no leaf"));

        Appended both = service.appendAndAdmit(2, List.of(first), next);

        assertThat(both.checkpoint()).isEqualTo(service.append(2, List.of(first)));
        assertThat(both.admissions().getFirst())
                .isEqualTo(new Admission.Admitted(TreeHash.leaf(second)));
        assertThat(both.admissions().get(1))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).isEqualTo(RefusalCode.MALFORMED));
        assertThat(service.appendAndAdmit(2, List.of(first), next)).isEqualTo(both);
        assertThat(service.append(3, List.of(second)).size()).isEqualTo(4);
    }

    @Test
    void whereABatchIsNotAppendedNothingIsAdmitted() {
        begun();
        Bytes leaf = leaves.event();
        Bytes next = leaves.event();
        refused(
                RefusalCode.NOT_ADMITTED,
                () -> service.appendAndAdmit(2, List.of(leaf), List.of(next)));
        service.admit(List.of(leaf));
        service.append(2, List.of(leaf));
        refused(RefusalCode.NOT_ADMITTED, () -> service.append(3, List.of(next)));
    }

    @Test
    void moreThanACallMayCarryIsRefusedWhateverItIsMadeOf() {
        List<Bytes> many = Collections.nCopies(KeyService.MAX_BATCH + 1, Bytes.EMPTY);
        refused(RefusalCode.BATCH_TOO_LARGE, () -> service.admit(many));
        refused(RefusalCode.BATCH_TOO_LARGE, () -> service.append(0, many));
        refused(RefusalCode.BATCH_TOO_LARGE, () -> service.appendAndAdmit(0, List.of(), many));
        List<Bytes> half = List.of(Bytes.zeros(KeyService.MAX_BATCH_BYTES / 2 + 1));
        refused(RefusalCode.BATCH_TOO_LARGE, () -> service.appendAndAdmit(0, half, half));
        for (int bytes : List.of(KeyService.MAX_BATCH_BYTES, 2 * KeyService.MAX_BATCH_BYTES)) {
            List<Bytes> large = List.of(Bytes.zeros(bytes), Bytes.zeros(1));
            refused(RefusalCode.BATCH_TOO_LARGE, () -> service.admit(large));
            refused(RefusalCode.BATCH_TOO_LARGE, () -> service.append(0, large));
        }
    }

    @Test
    void asManyLeavesAsACallMayCarryAreTaken() {
        begun();
        List<Bytes> batch =
                IntStream.range(0, KeyService.MAX_BATCH).mapToObj(i -> leaves.event()).toList();
        assertThat(service.admit(batch)).hasSize(KeyService.MAX_BATCH);
        assertThat(service.append(2, batch).size()).isEqualTo(KeyService.MAX_BATCH + 2);
    }

    @Test
    void aCheckpointThatIsNoneIsMalformed() {
        refused(RefusalCode.MALFORMED, () -> service.observe("no checkpoint"));
        refused(RefusalCode.MALFORMED, () -> service.observe("half a character \uD83D"));
    }

    @Test
    void aVoterThatIsShownAForgottenSignatureRetires() {
        LogBook log = begun();
        String note = log.append(List.of(leaves.event())).note();
        KeyServiceConfig emptied = CEREMONY.ceremony().config(folder.resolve("emptied"));
        try (KeyService forgetful = KeyServices.open(CEREMONY.backend(), emptied, clock);
                KeyService reached = reach(forgetful, folder.resolve("other"))) {
            refused(RefusalCode.VOTER_LOST_STATE, () -> reached.observe(note));
            refused(RefusalCode.VOTER_LOST_STATE, () -> reached.append(0, List.of()));
        }
        service.observe(note);
    }

    @Test
    void aServerLeafBecomesACertificate() {
        TestHost server = TestHost.p256();
        Bytes leaf =
                leaves.of(
                        Leaf.NO_ORG,
                        new LeafBody.Server(
                                List.of("localhost"),
                                Sha256.of(server.spki()),
                                Validity.starting(clock.instant(), Duration.ofDays(7))));
        LogBook log = begun();
        ProvenLeaf proven = log.appended(leaf);
        CertificateOrder order = CertificateOrder.server(proven, server.csr());
        IssuedCertificate issued = service.issueCertificate(order);
        assertThat(issued.chain()).hasSize(3);
        CertificateCheck.server(
                new ReceiptVerifier(anchors).verify(proven.leaf(), Receipt.parse(proven.receipt())),
                issued.chain().stream().map(Certificates::parse).toList(),
                anchors);
        refused(
                RefusalCode.CSR,
                () ->
                        service.issueCertificate(
                                CertificateOrder.server(proven, TestHost.p256().csr())));
        refused(
                RefusalCode.RECEIPT,
                () ->
                        service.issueCertificate(
                                CertificateOrder.server(
                                        new ProvenLeaf(leaf, log.proven(0).receipt()),
                                        server.csr())));
    }

    @Test
    void theInventoryIsTheTokensOwn() {
        KeyInventory inventory = service.describeKeys();
        assertThat(inventory).isEqualTo(inner.describeKeys());
        assertThat(inventory.keys()).isNotEmpty();
    }

    @Test
    void derivedSecretsStayTheSameAndDifferByPurpose() {
        for (Purpose purpose : Purpose.values()) {
            Bytes secret = service.derive(purpose, 1);
            assertThat(secret.size()).isEqualTo(32);
            assertThat(secret).isEqualTo(inner.derive(purpose, 1));
        }
        assertThat(service.derive(Purpose.API_KEY_PEPPER, 1))
                .isNotEqualTo(service.derive(Purpose.ENROLMENT_CHALLENGE, 1));
    }

    @Test
    void theProbeIsASignatureOfNow() {
        HealthProof proof = service.probe();
        assertThat(proof.time()).isEqualTo(clock.instant());
        Bytes key = anchors.voters().getFirst().key();
        assertThat(Ed25519.verify(key, proof.statement(), proof.signature())).isTrue();
    }

    @Test
    void aTokenThatIsAwayIsUnavailabilityAndEndsWithIt() {
        begun();
        backend.setAway(true);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        service::probe,
                        service::describeKeys,
                        () -> service.derive(Purpose.API_KEY_PEPPER, 1))) {
            assertThatThrownBy(call)
                    .isInstanceOf(KeyServiceUnavailableException.class)
                    .hasMessage("The HSM cannot answer now.");
        }
        assertThat(service.head().size()).isEqualTo(2);
        backend.setAway(false);
        assertThat(service.derive(Purpose.API_KEY_PEPPER, 1).size()).isEqualTo(32);
    }

    @Test
    void callersAtOnceEachGetTheirOwnAnswer() throws Exception {
        begun();
        Callable<Boolean> caller =
                () -> {
                    for (int i = 0; i < 25; i++) {
                        Bytes leaf = leaves.event();
                        Admission own = new Admission.Admitted(TreeHash.leaf(leaf));
                        if (!service.admit(List.of(leaf)).equals(List.of(own))
                                || !service.derive(Purpose.API_KEY_PEPPER, 1)
                                        .equals(inner.derive(Purpose.API_KEY_PEPPER, 1))) {
                            return false;
                        }
                    }
                    return true;
                };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : threads.invokeAll(Collections.nCopies(8, caller))) {
                assertThat(answer.get()).isTrue();
            }
        }
    }
}
