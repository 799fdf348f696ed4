package dev.sealwright.keyservice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.HostedKeyService;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateSerial;
import dev.sealwright.protocol.enrol.EnrolmentProof;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attacker owns the control plane: its user, its socket, its memory. He has everything that the
 * key service offers, and speaks its frames himself. What he gets is in the log, within quota, and
 * nothing that an organisation's own key guards.
 */
final class CompromisedControlPlaneTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private static final Bytes VICTIM = Leaves.ORG;
    private static final Bytes SPEC = Bytes.fromHex("11111111111111111111111111111111");
    private static final int SERVER_BURST = 60;
    private static final int DESCRIBE_BURST = 200;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private final TestHost attackersHost = TestHost.p256();
    private final TestHost victimsAuthority = TestHost.ed25519();
    private VerifiedAnchors anchors;
    private HostedKeyService keys;
    private KeyServiceServer daemon;
    private KeyService wire;
    private LogBook log;
    private Path socket;

    @TempDir Path folder;

    @BeforeEach
    void theAttackerIsInsideTheControlPlane() {
        anchors = CEREMONY.ceremony().anchors(clock.instant());
        keys =
                KeyServices.host(
                        CEREMONY.backend(),
                        CEREMONY.ceremony().config(folder.resolve("state")),
                        clock);
        socket = folder.resolve("run").resolve("keys.sock");
        KeyServiceAddress.Unix address = new KeyServiceAddress.Unix(socket);
        daemon = KeyServiceServer.open(address, UnixAccess.own(), keys::forCaller);
        wire = RemoteKeyService.at(address, Patience.USUAL);
        log = new LogBook(wire);
        log.append(leaves.genesis(anchors));
    }

    @AfterEach
    void end() {
        wire.close();
        daemon.close();
        keys.close();
    }

    private static void refused(RefusalCode code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).as(e.detail()).isEqualTo(code));
    }

    private void notAdmitted(RefusalCode code, Bytes leaf) {
        assertThat(wire.admit(List.of(leaf)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).as(no.detail()).isEqualTo(code));
    }

    private Validity lasting(Duration length) {
        return Validity.starting(clock.instant(), length);
    }

    private LeafBody server(TestHost of, String... names) {
        return new LeafBody.Server(
                List.of(names), Sha256.of(of.spki()), lasting(Duration.ofDays(7)));
    }

    private LeafBody bootstrap(BootstrapSeed seed) {
        return new LeafBody.Bootstrap(
                seed.id().value(), seed.publicKey(), SPEC, lasting(Duration.ofMinutes(15)));
    }

    private LeafBody policy(long version) {
        return new LeafBody.Policy(SPEC, version, lasting(Duration.ofDays(1)), leaves.random(32));
    }

    private LeafBody enrolment(BootstrapSeed signer, ProvenLeaf bootstrap, TestHost of) {
        Bytes nonce = leaves.random(32);
        EnrolmentProof proof =
                new EnrolmentProof(
                        anchors.origin(),
                        signer.id(),
                        nonce,
                        of.spki(),
                        TreeHash.leaf(bootstrap.leaf()));
        LeafBody.Bootstrap offer = (LeafBody.Bootstrap) LeafCodec.decode(bootstrap.leaf()).body();
        return new LeafBody.Enrolment(
                offer.bootstrap(),
                leaves.id(),
                SPEC,
                Sha256.of(of.spki()),
                nonce,
                signer.sign(proof.message()),
                lasting(Duration.ofHours(1)));
    }

    private BootstrapSeed seed() {
        return BootstrapSeed.of(leaves.random(32).toArray());
    }

    // ---- the log ----

    @Test
    void heGetsNoCheckpointOverLeavesThatWereNotAdmitted() {
        refused(RefusalCode.NOT_ADMITTED, () -> wire.append(2, List.of(leaves.event())));
    }

    @Test
    void heGetsNoCheckpointOfASizeOfHisChoice() {
        Bytes leaf = leaves.event();
        wire.admit(List.of(leaf));
        refused(RefusalCode.FORKED, () -> wire.append(0, List.of(leaf)));
        for (long size : new long[] {1, 3, 1L << 40}) {
            refused(RefusalCode.WRONG_SIZE, () -> wire.append(size, List.of(leaf)));
        }
    }

    @Test
    void heGetsNoSecondHistory() {
        Bytes told = leaves.event();
        Bytes hidden = leaves.event();
        log.append(List.of(told));
        wire.admit(List.of(hidden));
        refused(RefusalCode.FORKED, () -> wire.append(2, List.of(hidden)));
        refused(RefusalCode.FORKED, () -> wire.append(2, List.of(told, hidden)));
        assertThat(wire.append(2, List.of(told)).size()).isEqualTo(3);
    }

    @Test
    void heChangesNoAnchors() {
        byte[] forged = anchors.document().toArray();
        forged[forged.length - 1] ^= 1;
        refused(RefusalCode.ANCHORS, () -> wire.offerAnchors(Bytes.of(forged)));
        refused(RefusalCode.MALFORMED, () -> wire.offerAnchors(leaves.random(200)));
        wire.offerAnchors(anchors.document());
        notAdmitted(
                RefusalCode.ANCHORS,
                leaves.of(
                        Leaf.NO_ORG,
                        new LeafBody.Anchors(
                                anchors.digest(),
                                1,
                                List.of(new EpochBody.Approval("operator-1", leaves.random(64))))));
    }

    @Test
    void heGetsNothingInByLettingItFollowHim() {
        Bytes leaf = leaves.event();
        String note = wire.head().note().orElseThrow();
        refused(RefusalCode.FORKED, () -> wire.follow(2, List.of(leaf), List.of(), note));
        refused(
                RefusalCode.FORKED,
                () -> wire.follow(2, List.of(leaf), List.of(TreeHash.leaf(leaf)), note));
        refused(
                RefusalCode.RECEIPT,
                () -> wire.follow(2, List.of(leaf), List.of(), note.replace("\n2\n", "\n3\n")));
        refused(RefusalCode.WRONG_SIZE, () -> wire.follow(0, List.of(leaf), List.of(), note));
        assertThat(wire.head().size()).isEqualTo(2);
    }

    @Test
    void heHidesNoLeafBehindItsHash() {
        Bytes leaf = leaves.event();
        String note = wire.head().note().orElseThrow();
        List<Bytes> gone = List.of(TreeHash.leaf(leaf));
        refused(
                RefusalCode.FORKED,
                () -> wire.follow(2, List.of(Bytes.EMPTY), gone, List.of(), note));
        refused(
                RefusalCode.MALFORMED,
                () -> wire.follow(2, List.of(Bytes.EMPTY), List.of(), List.of(), note));
        refused(RefusalCode.MALFORMED, () -> wire.follow(2, List.of(leaf), gone, List.of(), note));
        log.append(Stream.generate(leaves::event).limit(300).toList());
        for (int size : new int[] {256, 302, 303, 1 << 30}) {
            notAdmitted(
                    RefusalCode.NOT_ALLOWED,
                    leaves.of(Leaf.NO_ORG, new PruningBody(256, size, leaves.random(32))));
        }
        assertThat(wire.append(302, List.of()).size()).isEqualTo(302);
    }

    @Test
    void heCannotBackdateNorSayWhatAnchorsAndFirstKeyAre() {
        notAdmitted(RefusalCode.TIME, leaves.eventAt(leaves.now().minusSeconds(120)));
        notAdmitted(RefusalCode.TIME, leaves.eventAt(leaves.now().plusSeconds(120)));
        notAdmitted(RefusalCode.NOT_ALLOWED, leaves.anchors(anchors));
        notAdmitted(RefusalCode.NOT_ALLOWED, leaves.ceremony(leaves.random(32)));
    }

    @Test
    void heGetsNoMoreLeavesThanTheirQuota() {
        List<Bytes> many =
                IntStream.rangeClosed(0, SERVER_BURST)
                        .mapToObj(i -> leaves.of(Leaf.NO_ORG, server(attackersHost, "localhost")))
                        .toList();
        List<Admission> answers = wire.admit(many);
        assertThat(answers.stream().filter(Admission.Admitted.class::isInstance))
                .hasSize(SERVER_BURST);
        assertThat(answers.getLast())
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).isEqualTo(RefusalCode.QUOTA));
    }

    @Test
    void heGetsNoMoreCallsThanHisQuotaAndEachRefusalIsCounted() {
        for (int i = 0; i < DESCRIBE_BURST; i++) {
            wire.describeKeys();
        }
        refused(RefusalCode.QUOTA, wire::describeKeys);
        assertThat(wire.counts())
                .contains(
                        new OperationCount("describe", "ok", DESCRIBE_BURST),
                        new OperationCount("describe", "quota", 1));
    }

    // ---- certificates ----

    @Test
    void heGetsNoCertificateWithoutALeafInThisLog() {
        ProvenLeaf some = log.appended(leaves.event());
        Bytes unlogged = leaves.of(Leaf.NO_ORG, server(attackersHost, "localhost"));
        wire.admit(List.of(unlogged));
        refused(
                RefusalCode.RECEIPT,
                () ->
                        wire.issueCertificate(
                                CertificateOrder.server(
                                        new ProvenLeaf(unlogged, some.receipt()),
                                        attackersHost.csr())));
        String elsewhere = some.receipt().replace(anchors.origin(), "other.example/log/1");
        ProvenLeaf logged =
                log.appended(leaves.of(Leaf.NO_ORG, server(attackersHost, "localhost")));
        refused(
                RefusalCode.RECEIPT,
                () ->
                        wire.issueCertificate(
                                CertificateOrder.server(
                                        new ProvenLeaf(logged.leaf(), elsewhere),
                                        attackersHost.csr())));
    }

    @Test
    void heGetsNoCertificateForAnotherKeyThanTheLeafs() {
        ProvenLeaf leaf =
                log.appended(leaves.of(Leaf.NO_ORG, server(TestHost.p256(), "localhost")));
        refused(
                RefusalCode.CSR,
                () -> wire.issueCertificate(CertificateOrder.server(leaf, attackersHost.csr())));
    }

    @Test
    void heGetsNoServerCertificateForAForeignName() {
        for (String name : List.of("bank.example", "localhost.example", "127.0.0.2")) {
            notAdmitted(RefusalCode.NAME, leaves.of(Leaf.NO_ORG, server(attackersHost, name)));
        }
    }

    @Test
    void heGetsNoHostCertificateOutOfABootstrapWhoseSeedHeDoesNotHave() {
        ProvenLeaf minted = log.appended(leaves.of(VICTIM, bootstrap(seed())));
        ProvenLeaf claimed =
                log.appended(leaves.of(VICTIM, enrolment(seed(), minted, attackersHost)));
        refused(
                RefusalCode.PROOF,
                () ->
                        wire.issueCertificate(
                                CertificateOrder.enrolment(claimed, minted, attackersHost.csr())));
    }

    @Test
    void heGetsNoHostCertificateOfAnotherOrgOutOfHisOwnBootstrap() {
        Bytes own = leaves.random(16);
        BootstrapSeed seed = seed();
        ProvenLeaf minted = log.appended(leaves.of(own, bootstrap(seed)));
        ProvenLeaf claimed =
                log.appended(leaves.of(VICTIM, enrolment(seed, minted, attackersHost)));
        refused(
                RefusalCode.FOREIGN_ORG,
                () ->
                        wire.issueCertificate(
                                CertificateOrder.enrolment(claimed, minted, attackersHost.csr())));
    }

    // ---- tokens and secrets ----

    @Test
    void heGetsNoTokenWithoutALeaf() {
        ProvenLeaf event = log.appended(leaves.event());
        Bytes claims = Bytes.utf8("{\"sub\":\"root\"}");
        refused(
                RefusalCode.WRONG_TYPE,
                () ->
                        wire.signJwt(
                                new TokenOrder(
                                        event, Bytes.zeros(16), claims, TokenAlgorithm.EDDSA)));
        ProvenLeaf result =
                log.appended(
                        leaves.of(
                                VICTIM,
                                new TokenBody.AttestationResult(
                                        Sha256.of(Bytes.zeros(16), claims),
                                        lasting(Duration.ofHours(1)))));
        refused(
                RefusalCode.CLAIMS,
                () ->
                        wire.signJwt(
                                new TokenOrder(
                                        result, Bytes.zeros(16), claims, TokenAlgorithm.EDDSA)));
    }

    @Test
    void heGetsNoLastingCapabilityTokenNorOneFromTomorrow() {
        notAdmitted(
                RefusalCode.WINDOW,
                leaves.of(
                        VICTIM,
                        new TokenBody.CapabilityToken(
                                leaves.random(32),
                                Validity.starting(
                                        clock.instant().plusSeconds(3600), Duration.ofHours(1)))));
        assertThatThrownBy(
                        () ->
                                new TokenBody.CapabilityToken(
                                        leaves.random(32), lasting(Duration.ofDays(2))))
                .isInstanceOf(MalformedException.class);
        notAdmitted(
                RefusalCode.NOT_ALLOWED,
                leaves.of(
                        Leaf.NO_ORG,
                        new TokenBody.CapabilityToken(
                                leaves.random(32), lasting(Duration.ofHours(1)))));
        notAdmitted(
                RefusalCode.NOT_ALLOWED,
                leaves.of(
                        Leaf.NO_ORG, new RevocationBody.TokenRevocationList(0, leaves.random(32))));
        notAdmitted(
                RefusalCode.WINDOW,
                leaves.of(
                        VICTIM,
                        new RevocationBody.TokenRevocation(
                                leaves.random(16),
                                Optional.empty(),
                                lasting(Duration.ofDays(3)).expires(),
                                leaves.random(32))));
    }

    @Test
    void heReadsNoSecretWithoutAnUnsealLeafNorTwiceWithOne() {
        SecretVersion version = new SecretVersion(VICTIM, leaves.id(), 1);
        SealedSecret sealed =
                wire.seal(
                        new SealOrder(
                                version, Plaintext.of(new byte[] {1, 2, 3}), Optional.empty()));
        ProvenLeaf seal =
                log.appended(
                        leaves.of(
                                VICTIM, new SecretBody.Seal(version.secret(), 1, sealed.digest())));
        refused(
                RefusalCode.WRONG_TYPE,
                () -> wire.unseal(new UnsealOrder(seal, seal, sealed.encode())));
        ProvenLeaf open =
                log.appended(
                        leaves.of(
                                VICTIM,
                                new SecretBody.Unseal(
                                        version.secret(), 1, sealed.digest(), leaves.random(32))));
        assertThat(wire.unseal(new UnsealOrder(seal, open, sealed.encode())).size()).isEqualTo(3);
        clock.advance(Duration.ofMinutes(6));
        refused(
                RefusalCode.WINDOW,
                () -> wire.unseal(new UnsealOrder(seal, open, sealed.encode())));
    }

    // ---- the org's own key ----

    /** A secret of the victim with its seal leaf. */
    private record Sealed(SecretVersion version, SealedSecret blob, ProvenLeaf leaf) {}

    private Sealed sealedForTheVictim() {
        SecretVersion version = new SecretVersion(VICTIM, leaves.id(), 1);
        SealedSecret sealed =
                wire.seal(
                        new SealOrder(
                                version, Plaintext.of(new byte[] {1, 2, 3}), Optional.empty()));
        ProvenLeaf seal =
                log.appended(
                        leaves.of(
                                VICTIM, new SecretBody.Seal(version.secret(), 1, sealed.digest())));
        return new Sealed(version, sealed, seal);
    }

    private void theVictimsKeyIsRotated() {
        Bytes id = wire.makeOrgKey(new OrgKeyOrder(VICTIM, 2));
        log.append(List.of(leaves.of(VICTIM, new OrgKeyBody.Version(2, id))));
    }

    private Bytes resealLeaf(Bytes org, Sealed secret, Bytes next) {
        return leaves.of(
                org,
                new SecretBody.Reseal(secret.version().secret(), 1, secret.blob().digest(), next));
    }

    /** All that sealing anew gives him is another ciphertext, which opens by a leaf as before. */
    @Test
    void heGetsNoValueByHavingItSealedAnewAndPlantsNone() {
        Sealed secret = sealedForTheVictim();
        ResealOrder order = new ResealOrder(secret.leaf(), secret.blob().encode());
        refused(RefusalCode.KEY_STATE, () -> wire.reseal(order));
        theVictimsKeyIsRotated();
        SealedSecret anew = wire.reseal(order);
        assertThat(anew.key()).isNotEqualTo(secret.blob().key());

        SealedSecret planted =
                wire.seal(
                        new SealOrder(
                                secret.version(),
                                Plaintext.of(new byte[] {6, 6, 6}),
                                Optional.empty()));
        notAdmitted(RefusalCode.STALE, resealLeaf(VICTIM, secret, planted.digest()));
        notAdmitted(RefusalCode.STALE, resealLeaf(leaves.random(16), secret, anew.digest()));
        refused(
                RefusalCode.DIGEST,
                () -> wire.reseal(new ResealOrder(secret.leaf(), planted.encode())));
        ProvenLeaf event = log.appended(leaves.event());
        refused(
                RefusalCode.WRONG_TYPE,
                () -> wire.reseal(new ResealOrder(event, secret.blob().encode())));

        ProvenLeaf reseal = log.appended(resealLeaf(VICTIM, secret, anew.digest()));
        refused(
                RefusalCode.WRONG_TYPE,
                () -> wire.unseal(new UnsealOrder(reseal, reseal, anew.encode())));
        refused(RefusalCode.KEY_STATE, () -> wire.reseal(new ResealOrder(reseal, anew.encode())));
    }

    @Test
    void heDestroysNoVersionOfAnOrgsKeyThatSealsNorBeforeTheLogSaidSoForADay() {
        sealedForTheVictim();
        Instant due = leaves.now().plus(KeyBody.Destruction.SHORTEST);
        notAdmitted(RefusalCode.KEY_STATE, leaves.of(VICTIM, new OrgKeyBody.Destruction(1, due)));
        notAdmitted(RefusalCode.KEY_STATE, leaves.of(VICTIM, new OrgKeyBody.Switch(1, false)));
        theVictimsKeyIsRotated();
        notAdmitted(
                RefusalCode.WINDOW,
                leaves.of(VICTIM, new OrgKeyBody.Destruction(1, due.minusSeconds(1))));
        ProvenLeaf end = log.appended(leaves.of(VICTIM, new OrgKeyBody.Destruction(1, due)));
        refused(RefusalCode.WINDOW, () -> wire.destroyOrgKey(end));
        notAdmitted(RefusalCode.KEY_STATE, leaves.of(VICTIM, new OrgKeyBody.Destroyed(1)));
        log.append(List.of(leaves.of(VICTIM, new OrgKeyBody.Restoration(1))));
        clock.advance(KeyBody.Destruction.SHORTEST);
        refused(RefusalCode.MISMATCH, () -> wire.destroyOrgKey(end));
        refused(RefusalCode.WRONG_TYPE, () -> wire.destroyOrgKey(log.appended(leaves.event())));
    }

    @Test
    void heNamesNoVersionOfAnOrgsKeyThatTheTokenDoesNotHold() {
        sealedForTheVictim();
        notAdmitted(
                RefusalCode.UNKNOWN_KEY,
                leaves.of(VICTIM, new OrgKeyBody.Version(2, leaves.random(16))));
        Bytes id = wire.makeOrgKey(new OrgKeyOrder(VICTIM, 2));
        notAdmitted(
                RefusalCode.UNKNOWN_KEY,
                leaves.of(VICTIM, new OrgKeyBody.Version(2, leaves.random(16))));
        notAdmitted(
                RefusalCode.UNKNOWN_KEY,
                leaves.of(leaves.random(16), new OrgKeyBody.Version(2, id)));
        refused(RefusalCode.KEY_STATE, () -> wire.makeOrgKey(new OrgKeyOrder(VICTIM, 3)));
        refused(
                RefusalCode.UNKNOWN_KEY,
                () -> wire.makeOrgKey(new OrgKeyOrder(leaves.random(16), 2)));
    }

    // ---- client keys ----

    private Bytes madeKey(Bytes org, Bytes key) {
        return wire.makeKey(new KeyOrder(org, key, 1, SigningAlgorithm.ES256));
    }

    private Bytes keyOfTheVictim() {
        Bytes key = leaves.id();
        log.append(
                List.of(
                        leaves.of(
                                VICTIM,
                                new KeyBody.Version(
                                        key, 1, SigningAlgorithm.ES256, madeKey(VICTIM, key)))));
        return key;
    }

    private Bytes signLeaf(Bytes org, Bytes key) {
        return leaves.of(
                org,
                new KeyBody.Sign(
                        key, 1, SigningAlgorithm.ES256, leaves.random(32), leaves.random(32)));
    }

    private static SignOrder order(ProvenLeaf leaf) {
        return new SignOrder(leaf, Optional.empty());
    }

    @Test
    void heGetsNoSignatureWithoutASignLeafNorOverAnotherMessage() {
        Bytes key = keyOfTheVictim();
        ProvenLeaf event = log.appended(leaves.event());
        refused(RefusalCode.WRONG_TYPE, () -> wire.sign(order(event)));
        Bytes unlogged = signLeaf(VICTIM, key);
        wire.admit(List.of(unlogged));
        refused(
                RefusalCode.RECEIPT,
                () -> wire.sign(order(new ProvenLeaf(unlogged, event.receipt()))));
        ProvenLeaf leaf = log.appended(signLeaf(VICTIM, key));
        refused(
                RefusalCode.DIGEST,
                () -> wire.sign(new SignOrder(leaf, Optional.of(Bytes.utf8("pay me")))));
        assertThat(wire.sign(order(leaf)).size()).isEqualTo(64);
    }

    @Test
    void heDoesNotSignWithAKeyThatIsDisabledOrToBeDestroyedWhateverHeKeptBack() {
        Bytes key = keyOfTheVictim();
        ProvenLeaf kept = log.appended(signLeaf(VICTIM, key));
        log.append(List.of(leaves.of(VICTIM, new KeyBody.Switch(key, false))));
        refused(RefusalCode.KEY_STATE, () -> wire.sign(order(kept)));
        notAdmitted(RefusalCode.KEY_STATE, signLeaf(VICTIM, key));

        Bytes other = keyOfTheVictim();
        ProvenLeaf keptToo = log.appended(signLeaf(VICTIM, other));
        Instant due = leaves.now().plus(KeyBody.Destruction.SHORTEST);
        log.append(List.of(leaves.of(VICTIM, new KeyBody.Destruction(other, due))));
        refused(RefusalCode.KEY_STATE, () -> wire.sign(order(keptToo)));
        notAdmitted(RefusalCode.KEY_STATE, signLeaf(VICTIM, other));
    }

    @Test
    void heDestroysNoKeyBeforeTheLogSaidSoForADay() {
        Bytes key = keyOfTheVictim();
        Instant early = leaves.now().plus(KeyBody.Destruction.SHORTEST).minusSeconds(1);
        notAdmitted(RefusalCode.WINDOW, leaves.of(VICTIM, new KeyBody.Destruction(key, early)));
        Instant due = early.plusSeconds(1);
        ProvenLeaf destruction = log.appended(leaves.of(VICTIM, new KeyBody.Destruction(key, due)));
        refused(RefusalCode.WINDOW, () -> wire.destroyKey(destruction));
        notAdmitted(RefusalCode.KEY_STATE, leaves.of(VICTIM, new KeyBody.Destroyed(key)));
        log.append(List.of(leaves.of(VICTIM, new KeyBody.Restoration(key))));
        clock.advance(KeyBody.Destruction.SHORTEST);
        refused(RefusalCode.MISMATCH, () -> wire.destroyKey(destruction));
        assertThat(wire.sign(order(log.appended(signLeaf(VICTIM, key)))).size()).isEqualTo(64);
    }

    @Test
    void heGetsNoVersionNamedThatIsHisOwnNorAKeyOfTheVictimsUnderHisOrg() {
        Bytes own = leaves.random(16);
        Bytes key = leaves.id();
        notAdmitted(
                RefusalCode.UNKNOWN_KEY,
                leaves.of(
                        VICTIM,
                        new KeyBody.Version(key, 1, SigningAlgorithm.ES256, attackersHost.spki())));
        Bytes victims = keyOfTheVictim();
        notAdmitted(RefusalCode.UNKNOWN_KEY, signLeaf(own, victims));
        refused(
                RefusalCode.FOREIGN_ORG,
                () -> wire.makeKey(new KeyOrder(own, victims, 2, SigningAlgorithm.ES256)));
        notAdmitted(
                RefusalCode.KEY_STATE,
                leaves.of(
                        VICTIM,
                        new KeyBody.Version(
                                victims, 2, SigningAlgorithm.ED25519, victimsAuthority.spki())));
    }

    // ---- what an organisation's own key guards ----

    private AuthorityBody.AuthorityKey key(TestHost of, long version, RecordState state) {
        return new AuthorityBody.AuthorityKey(SPEC, version, state, of.spki());
    }

    private AuthorityBody.Approval approval(TestHost signer, LeafBody of, Instant expires) {
        Bytes subject = new Approvable(anchors.origin(), VICTIM, of).subject();
        return new AuthorityBody.Approval(
                subject,
                Sha256.of(signer.spki()),
                expires,
                signer.sign(Approvable.message(subject, expires)));
    }

    private void theVictimHasAnAuthorityKey() {
        log.append(List.of(leaves.of(VICTIM, key(victimsAuthority, 1, RecordState.SET))));
    }

    private Instant soon() {
        return leaves.now().plusSeconds(600);
    }

    @Test
    void heGetsNoBootstrapAndNoPolicyThatTheOrgsKeyDidNotApprove() {
        theVictimHasAnAuthorityKey();
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, bootstrap(seed())));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, policy(1)));
        assertThat(wire.admit(List.of(leaves.of(leaves.random(16), policy(1)))))
                .singleElement()
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void anApprovalIsGoodForTheLeafItNamesAndForOneOfThem() {
        theVictimHasAnAuthorityKey();
        LeafBody approved = bootstrap(seed());
        Bytes approval = leaves.of(VICTIM, approval(victimsAuthority, approved, soon()));
        Bytes leaf = leaves.of(VICTIM, approved);
        notAdmitted(RefusalCode.APPROVAL, leaf);
        log.append(List.of(approval));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, bootstrap(seed())));
        log.append(List.of(leaf));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, approved));
        notAdmitted(
                RefusalCode.APPROVAL,
                leaves.of(VICTIM, approval(victimsAuthority, approved, soon())));
    }

    @Test
    void anApprovalThatWasNotAppendedApprovesNothing() {
        theVictimHasAnAuthorityKey();
        LeafBody approved = policy(1);
        wire.admit(List.of(leaves.of(VICTIM, approval(victimsAuthority, approved, soon()))));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, approved));
    }

    @Test
    void hisOwnKeyApprovesNothingOfTheirs() {
        theVictimHasAnAuthorityKey();
        TestHost own = TestHost.ed25519();
        LeafBody wanted = bootstrap(seed());
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, approval(own, wanted, soon())));
        Bytes subject = new Approvable(anchors.origin(), VICTIM, wanted).subject();
        notAdmitted(
                RefusalCode.APPROVAL,
                leaves.of(
                        VICTIM,
                        new AuthorityBody.Approval(
                                subject,
                                Sha256.of(victimsAuthority.spki()),
                                soon(),
                                own.sign(Approvable.message(subject, soon())))));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, key(own, 1, RecordState.SET)));
        notAdmitted(
                RefusalCode.APPROVAL,
                leaves.of(VICTIM, key(victimsAuthority, 2, RecordState.REMOVED)));
    }

    @Test
    void aKeyThatHeHadAdmittedBeforeTheyHadOneCountsForNothingAfter() {
        TestHost own = TestHost.ed25519();
        Bytes kept = leaves.of(VICTIM, key(own, 1, RecordState.SET));
        wire.admit(List.of(kept));
        theVictimHasAnAuthorityKey();
        log.append(List.of(kept));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, approval(own, policy(1), soon())));
    }

    @Test
    void anApprovalIsNotRepeatedAfterItIsOverNorMadeToLast() {
        theVictimHasAnAuthorityKey();
        LeafBody approved = policy(1);
        Instant late = leaves.now().plus(Duration.ofHours(2));
        notAdmitted(
                RefusalCode.WINDOW, leaves.of(VICTIM, approval(victimsAuthority, approved, late)));
        AuthorityBody.Approval approval = approval(victimsAuthority, approved, soon());
        log.append(List.of(leaves.of(VICTIM, approval)));
        clock.advance(Duration.ofMinutes(11));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, approved));
        notAdmitted(RefusalCode.WINDOW, leaves.of(VICTIM, approval));
    }

    @Test
    void aRestartOfTheKeyServiceForgetsNeitherKeysNorWhatWasUsed() {
        theVictimHasAnAuthorityKey();
        LeafBody used = policy(1);
        log.append(List.of(leaves.of(VICTIM, approval(victimsAuthority, used, soon()))));
        log.append(List.of(leaves.of(VICTIM, used)));
        end();
        LogBook before = log;
        keys =
                KeyServices.host(
                        CEREMONY.backend(),
                        CEREMONY.ceremony().config(folder.resolve("state")),
                        clock);
        KeyServiceAddress.Unix address = new KeyServiceAddress.Unix(socket);
        daemon = KeyServiceServer.open(address, UnixAccess.own(), keys::forCaller);
        wire = RemoteKeyService.at(address, Patience.USUAL);
        log = before.on(wire);
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, used));
        notAdmitted(
                RefusalCode.APPROVAL, leaves.of(VICTIM, approval(victimsAuthority, used, soon())));
        notAdmitted(RefusalCode.APPROVAL, leaves.of(VICTIM, bootstrap(seed())));
    }

    // ---- the wire itself ----

    @Test
    void thereIsNoOperationBeyondTheList() throws IOException {
        List<Integer> answered = new ArrayList<>();
        for (int code = 0; code <= 255; code++) {
            try (RawClient client = RawClient.greeted(socket)) {
                client.request(code, 1, new CborValue.Null());
                if (client.next().isPresent()) {
                    answered.add(code);
                    // So many at a time are served, and this one counts until its end is seen.
                    client.end();
                }
            }
        }
        assertThat(answered)
                .containsExactlyElementsOf(
                        Operation.ALL.stream().map(Operation::code).sorted().toList());
        assertThat(Operation.ALL.stream().map(Operation::name))
                .containsExactlyInAnyOrder(
                        "admit",
                        "append",
                        "append-and-admit",
                        "follow",
                        "entrust",
                        "entrusted",
                        "sharing-key",
                        "seal-shared",
                        "share",
                        "take-over",
                        "head",
                        "observe",
                        "issue",
                        "describe",
                        "derive",
                        "probe",
                        "anchors",
                        "seal",
                        "unseal",
                        "sign-jwt",
                        "counts",
                        "describe-token",
                        "make-key",
                        "sign",
                        "destroy-key",
                        "reseal",
                        "make-org-key",
                        "destroy-org-key",
                        "offer-anchors");
    }

    @Test
    void noOperationSignsWhatHeSends() throws IOException {
        Bytes wanted = Bytes.utf8(anchors.origin() + "\n99\nAAAA\n");
        List<CborValue> questions =
                List.of(
                        CborValue.of(wanted),
                        CborValue.of("sealwright/derive/other/v1"),
                        CborValue.array(CborValue.of(wanted)),
                        CborValue.array(CborValue.of(2), CborValue.array(CborValue.of(wanted))));
        try (RawClient client = RawClient.greeted(socket)) {
            long id = 0;
            for (Operation<?, ?> operation : Operation.ALL) {
                for (CborValue question : questions) {
                    client.request(operation.code(), ++id, question);
                    Reply reply = Reply.of(client.next().orElseThrow());
                    if (reply instanceof Reply.Answered(Bytes answer)) {
                        assertThat(operation).isEqualTo(Operation.ADMIT);
                        assertThat(Operation.ADMIT.answer().parse(answer))
                                .allMatch(Admission.Refused.class::isInstance);
                    }
                }
            }
        }
    }

    // ---- and so ----

    /** What he can get he gets in the open: for each thing there is a leaf that says so. */
    @Test
    void whatHeGetsStandsInTheLog() throws Exception {
        theVictimHasAnAuthorityKey();
        Bytes own = leaves.random(16);
        BootstrapSeed seed = seed();
        ProvenLeaf server =
                log.appended(leaves.of(Leaf.NO_ORG, server(attackersHost, "localhost")));
        ProvenLeaf minted = log.appended(leaves.of(own, bootstrap(seed)));
        ProvenLeaf enrolled = log.appended(leaves.of(own, enrolment(seed, minted, attackersHost)));
        SignedCheckpoint last = log.append(List.of(leaves.event()));

        List<String> got = new ArrayList<>();
        got.add(certified(server, CertificateOrder.server(server, attackersHost.csr())));
        got.add(
                certified(
                        enrolled,
                        CertificateOrder.enrolment(enrolled, minted, attackersHost.csr())));
        got.add("a checkpoint of " + last.size() + " leaves that he submitted");

        assertThat(got)
                .containsExactly(
                        "a certificate whose serial follows from leaf 3, server",
                        "a certificate whose serial follows from leaf 5, enrolment",
                        "a checkpoint of 7 leaves that he submitted");
        assertThat(last.size()).isEqualTo(log.size());
    }

    private String certified(ProvenLeaf leaf, CertificateOrder order) {
        IssuedCertificate issued = wire.issueCertificate(order);
        long index = Receipt.parse(leaf.receipt()).index();
        assertThat(Certificates.parse(issued.certificate()).getSerialNumber())
                .isEqualTo(CertificateSerial.of(anchors.origin(), index, leaf.leaf()));
        return "a certificate whose serial follows from leaf "
                + index
                + ", "
                + LeafCodec.decode(leaf.leaf()).type();
    }
}
