package dev.sealwright.protocol.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.TestCertificates;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.crypto.Certificates;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class AnchorsDocumentTest {
    private static final Instant FROM = World.NOW.minusSeconds(86_400);
    private static final Instant UNTIL = World.NOW.plusSeconds(400 * 86_400L);

    private final World world = new World();
    private final Anchors anchors = world.anchors();

    private Anchors with(Bytes serverCa, Bytes hostCa) {
        return new Anchors(
                anchors.version(),
                anchors.validity(),
                anchors.origin(),
                anchors.trustDomain(),
                anchors.serverNames(),
                anchors.voters(),
                anchors.quorum(),
                anchors.operators(),
                anchors.operatorsRequired(),
                serverCa,
                hostCa,
                anchors.recoveryKey(),
                anchors.nextRoot());
    }

    private Anchors with(String origin, List<Voter> voters, int quorum, int operatorsRequired) {
        return new Anchors(
                anchors.version(),
                anchors.validity(),
                origin,
                anchors.trustDomain(),
                anchors.serverNames(),
                voters,
                quorum,
                anchors.operators(),
                operatorsRequired,
                anchors.serverCa(),
                anchors.hostCa(),
                anchors.recoveryKey(),
                Optional.of(Bytes.zeros(32)));
    }

    private static void refused(Reason reason, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private VerifiedAnchors verify(Bytes document) {
        return AnchorsDocument.verify(document, world.pin(), World.NOW);
    }

    @Test
    void whatTheRootSignedIsVerifiedUnderItsPin() {
        Bytes document = world.sign(anchors);
        VerifiedAnchors verified = verify(document);
        assertThat(verified.content()).isEqualTo(anchors);
        assertThat(verified.document()).isEqualTo(document);
        assertThat(verified.pin()).isEqualTo(world.pin());
        assertThat(verified.hostCa()).isEqualTo(world.hostCa);
    }

    private Anchors operatedBy(List<Operator> operators) {
        return new Anchors(
                anchors.version(),
                anchors.validity(),
                anchors.origin(),
                anchors.trustDomain(),
                anchors.serverNames(),
                anchors.voters(),
                anchors.quorum(),
                operators,
                1,
                anchors.serverCa(),
                anchors.hostCa(),
                anchors.recoveryKey(),
                anchors.nextRoot());
    }

    @Test
    void anOperatorsEntryTellsTheKindOfHisKey() {
        Bytes spki = Bytes.of(World.p256().getPublic().getEncoded());
        Bytes other = Bytes.of(World.p256().getPublic().getEncoded());
        List<Operator> operators =
                List.of(
                        anchors.operators().getFirst(),
                        new Operator("Bob", new OperatorKey.Piv(spki)),
                        new Operator("Eve", new OperatorKey.Passkey(other, "seal.example")));
        assertThat(verify(world.sign(operatedBy(operators))).content().operators())
                .isEqualTo(operators);
        // A plain key stands as it did before there were other kinds: a map of two.
        assertThat(AnchorsCodec.encode(operatedBy(operators.subList(0, 1))).hex())
                .contains(
                        "a2636b65795820"
                                + World.raw(world.operatorKey).hex()
                                + "646e616d6563416461");
        assertThatThrownBy(() -> new OperatorKey.Piv(edwards()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new OperatorKey.Passkey(spki, "Seal.Example"))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(
                        () ->
                                operatedBy(
                                        List.of(
                                                new Operator("Bob", new OperatorKey.Piv(spki)),
                                                new Operator(
                                                        "Eve",
                                                        new OperatorKey.Passkey(
                                                                spki, "seal.example")))))
                .isInstanceOf(MalformedException.class);
    }

    private static Bytes edwards() {
        return Bytes.of(World.ed25519().getPublic().getEncoded());
    }

    @Test
    void aPinIsReadInEveryFormPeopleUse() {
        RootPin pin = world.pin();
        String colons = pin.hex().replaceAll("(..)(?!$)", "$1:");
        assertThat(RootPin.parse(pin.hex())).isEqualTo(pin);
        assertThat(RootPin.parse(colons)).isEqualTo(pin);
        assertThat(RootPin.parse(colons.toUpperCase(java.util.Locale.ROOT))).isEqualTo(pin);
        assertThat(RootPin.parse(pin.sha256().base64Url())).isEqualTo(pin);
        for (String wrong :
                List.of(
                        "",
                        pin.hex().substring(2),
                        colons.substring(1),
                        pin.hex() + "00",
                        "zz".repeat(32))) {
            assertThatThrownBy(() -> RootPin.parse(wrong)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void noChangedByteIsAccepted() {
        byte[] document = world.sign(anchors).toArray();
        for (int at = 0; at < document.length; at++) {
            byte[] other = document.clone();
            other[at] ^= (byte) (1 << (at % 8));
            assertThatThrownBy(() -> verify(Bytes.of(other)))
                    .isInstanceOfAny(MalformedException.class, VerificationException.class);
        }
        assertThatThrownBy(() -> verify(Bytes.concat(Bytes.of(document), Bytes.zeros(1))))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anotherRootIsRefusedEvenUnderTheSameName() {
        World other = new World();
        refused(Reason.ROOT_PIN, () -> verify(other.sign(other.anchors())));
        Bytes forged =
                AnchorsDocument.sign(
                        anchors,
                        world.root,
                        message ->
                                World.sign(
                                        "SHA256withECDSAinP1363Format",
                                        other.rootKey.getPrivate(),
                                        message));
        refused(Reason.SIGNATURE, () -> verify(forged));
    }

    @Test
    void anchorsCountOnlyInTheirTime() {
        Bytes document = world.sign(anchors);
        refused(
                Reason.EXPIRED,
                () ->
                        AnchorsDocument.verify(
                                document,
                                world.pin(),
                                anchors.validity().expires().plusSeconds(61)));
        refused(
                Reason.NOT_YET_VALID,
                () ->
                        AnchorsDocument.verify(
                                document,
                                world.pin(),
                                anchors.validity().notBefore().minusSeconds(61)));
    }

    @Test
    void anIssuingCaMustBeTheRootsAndEndThere() {
        KeyPair key = World.p256();
        X509Certificate stranger = TestCertificates.root(key, "Test root");
        var spec = new TestCertificates.Spec("CN=CA", key.getPublic(), FROM, UNTIL);
        refuseServerCa(
                TestCertificates.serverCa("CA", key.getPublic(), stranger, key.getPrivate()));
        refuseServerCa(sign(spec.ca(-1).usage(KeyPurposeId.id_kp_serverAuth)));
        refuseServerCa(sign(spec.ca(1)));
        refuseServerCa(sign(spec.ca(0).usage(KeyPurposeId.id_kp_clientAuth)));
        refuseServerCa(
                sign(
                        spec.ca(0)
                                .usage(
                                        KeyPurposeId.id_kp_serverAuth,
                                        KeyPurposeId.id_kp_clientAuth)));
        refuseServerCa(sign(new TestCertificates.Spec("CN=CA", key.getPublic(), FROM, UNTIL)));
        refuseServerCa(
                sign(
                        new TestCertificates.Spec("CN=CA", world.rootKey.getPublic(), FROM, UNTIL)
                                .ca(0)
                                .usage(KeyPurposeId.id_kp_serverAuth)));
        refuseServerCa(
                sign(
                        new TestCertificates.Spec("CN=CA", world.hostCaKey.getPublic(), FROM, UNTIL)
                                .ca(0)
                                .usage(KeyPurposeId.id_kp_serverAuth)));
    }

    private X509Certificate sign(TestCertificates.Spec spec) {
        return spec.signedBy(world.root, world.rootKey.getPrivate());
    }

    private void refuseServerCa(X509Certificate ca) {
        refused(
                Reason.CERTIFICATE,
                () -> verify(world.sign(with(Certificates.encode(ca), anchors.hostCa()))));
    }

    @Test
    void anIssuingCaOutOfItsTimeIsRefused() {
        var spec =
                new TestCertificates.Spec(
                        "CN=CA", World.p256().getPublic(), FROM, World.NOW.minusSeconds(1));
        Bytes over = Certificates.encode(sign(spec.ca(0).usage(KeyPurposeId.id_kp_clientAuth)));
        refused(Reason.EXPIRED, () -> verify(world.sign(with(anchors.serverCa(), over))));
    }

    private static Anchors version(long version, Anchors like, Optional<Bytes> nextRoot) {
        return new Anchors(
                version,
                like.validity(),
                like.origin(),
                like.trustDomain(),
                like.serverNames(),
                like.voters(),
                like.quorum(),
                like.operators(),
                like.operatorsRequired(),
                like.serverCa(),
                like.hostCa(),
                like.recoveryKey(),
                nextRoot);
    }

    @Test
    void onlyNewerAnchorsTakeThePlaceOfTrustedOnes() {
        VerifiedAnchors second = verify(world.sign(version(2, anchors, Optional.empty())));
        Bytes third = world.sign(version(3, anchors, Optional.empty()));
        Bytes otherSecond = world.sign(version(2, anchors, Optional.of(Bytes.zeros(32))));
        Bytes first = world.sign(version(1, anchors, Optional.empty()));
        assertThat(AnchorsDocument.verifySuccessor(third, second, World.NOW).content().version())
                .isEqualTo(3);
        assertThat(AnchorsDocument.verifySuccessor(second.document(), second, World.NOW).content())
                .isEqualTo(second.content());
        refused(
                Reason.ROLLBACK,
                () -> AnchorsDocument.verifySuccessor(otherSecond, second, World.NOW));
        refused(Reason.ROLLBACK, () -> AnchorsDocument.verifySuccessor(first, second, World.NOW));
    }

    @Test
    void anotherRootFollowsOnlyIfItWasAnnounced() {
        World next = new World();
        Bytes document = next.sign(version(2, next.anchors(), Optional.empty()));
        VerifiedAnchors silent = verify(world.sign(anchors));
        VerifiedAnchors announcing =
                verify(world.sign(version(1, anchors, Optional.of(next.pin().sha256()))));
        refused(
                Reason.ROOT_PIN,
                () -> AnchorsDocument.verifySuccessor(document, silent, World.NOW));
        assertThat(AnchorsDocument.verifySuccessor(document, announcing, World.NOW).pin())
                .isEqualTo(next.pin());
        Bytes same = world.sign(version(2, anchors, Optional.empty()));
        assertThat(AnchorsDocument.verifySuccessor(same, announcing, World.NOW).pin())
                .isEqualTo(world.pin());
    }

    @Test
    void impossibleAnchorsCannotBeMade() {
        Voter one = anchors.voters().getFirst();
        Voter two = new Voter("two", VoterKind.WITNESS, Bytes.fromHex("22".repeat(32)));
        assertThat(with(World.ORIGIN, List.of(one, two), 2, 1).quorum()).isEqualTo(2);
        impossible(() -> with(World.ORIGIN, List.of(one, two), 1, 1));
        impossible(() -> with(World.ORIGIN, List.of(one, two), 3, 1));
        impossible(() -> with(World.ORIGIN, List.of(one), 0, 1));
        impossible(() -> with(World.ORIGIN, List.of(), 1, 1));
        impossible(() -> with(World.ORIGIN, List.of(one, one), 2, 1));
        impossible(
                () ->
                        with(
                                World.ORIGIN,
                                List.of(one, new Voter("x", one.kind(), one.key())),
                                2,
                                1));
        impossible(() -> with("seal.example", List.of(one), 1, 1));
        impossible(() -> with("seal.example/log/1\nx", List.of(one), 1, 1));
        impossible(() -> with(World.ORIGIN, List.of(one), 1, 0));
        impossible(() -> with(World.ORIGIN, List.of(one), 1, 2));
    }

    private static void impossible(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(MalformedException.class);
    }
}
