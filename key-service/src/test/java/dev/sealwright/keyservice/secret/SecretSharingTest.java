package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SecretVoucher;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.MemberToken;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import dev.sealwright.testkit.SettableClock;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What one member of several gives others, and takes from them, whatever is asked of it. */
final class SecretSharingTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final byte[] VALUE = "correct horse".getBytes(StandardCharsets.UTF_8);
    private static final SettableClock CLOCK =
            SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private static final Leaves LEAVES = new Leaves(CLOCK);

    @TempDir private static Path home;
    private static VerifiedAnchors anchors;
    private static KeyService service;

    private final SecretVersion version = new SecretVersion(Leaves.ORG, LEAVES.id(), 1);

    @BeforeAll
    static void open() throws IOException {
        MemberToken second =
                MemberToken.makeFull(HSM, Files.createDirectory(home.resolve("two")), "member-two");
        MemberToken third =
                MemberToken.make(HSM, Files.createDirectory(home.resolve("three")), "member-three");
        HeldCeremony ceremony =
                HeldCeremony.hold(
                        HSM,
                        Files.createDirectory(home.resolve("held")),
                        List.of(
                                "--member",
                                second.statement().toString(),
                                "--member",
                                third.statement().toString()));
        anchors = ceremony.anchors(CLOCK.instant());
        service = ceremony.open(home.resolve("state"), CLOCK);
    }

    @AfterAll
    static void close() {
        if (service != null) {
            service.close();
        }
    }

    private static void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).as(e.detail()).isEqualTo(code));
    }

    private SharedSealing shared(SharingKey... recipients) {
        return service.sealShared(
                new SharedSealOrder(
                        new SealOrder(version, Plaintext.of(VALUE.clone()), Optional.empty()),
                        List.of(recipients)));
    }

    private TakeOverOrder handed(SharedSealing sealing) {
        return new TakeOverOrder(
                version,
                sealing.secret().encode(),
                new Handover(sealing.boxes().getFirst(), sealing.voucher()));
    }

    @Test
    void theAnchorsNameEachIssuingMembersCas() {
        assertThat(anchors.hostCas()).hasSize(2);
        assertThat(anchors.serverCas()).hasSize(2);
        assertThat(anchors.hostCas().get(1).getSubjectX500Principal().getName())
                .contains("member-2");
        assertThat(anchors.content().issuing())
                .extracting(Voter::name)
                .containsExactly("member-1", "member-2");
    }

    @Test
    void aMemberVouchesForItsSharingKey() {
        SharingKey key = service.sharingKey();

        assertThat(key.holds(anchors)).isTrue();
        assertThat(new SharingKey(key.logKey(), Bytes.zeros(32), key.signature()).holds(anchors))
                .isFalse();
        assertThat(key.member()).isEqualTo(SharingKey.member(anchors.voters().getFirst().key()));
    }

    @Test
    void whatAMemberMadeAnotherTakesOver() {
        SharedSealing sealing = shared(service.sharingKey());

        KeySealing taken = service.takeOver(handed(sealing));

        assertThat(taken.key()).isEqualTo(sealing.own().key());
        assertThat(taken).isNotEqualTo(sealing.own());
        assertThat(sealing.secret().size()).isEqualTo(VALUE.length);
    }

    @Test
    void nobodyButAnIssuingMemberIsGivenAnything() {
        SharingKey key = service.sharingKey();
        SharingKey foreign = new SharingKey(key.logKey(), LEAVES.random(32), key.signature());
        refused(RefusalCode.PROOF, () -> shared(foreign));

        Voter votesOnly = anchors.voters().getLast();
        SharingKey voter = new SharingKey(votesOnly.key(), key.key(), key.signature());
        refused(RefusalCode.PROOF, () -> shared(key, voter));
    }

    @Test
    void aSecretThatNoMemberMadeIsNotTakenOver() {
        SharedSealing sealing = shared(service.sharingKey());
        RecoveryBox recovery = sealing.secret().recovery();
        SharedSecret forged =
                new SharedSecret(
                        sealing.secret().commitment(),
                        new RecoveryBox(
                                recovery.encapsulated(),
                                LEAVES.random(recovery.ciphertext().size())),
                        Optional.empty());
        Handover handover = new Handover(sealing.boxes().getFirst(), sealing.voucher());
        refused(
                RefusalCode.PROOF,
                () -> service.takeOver(new TakeOverOrder(version, forged.encode(), handover)));

        SecretVoucher none = new SecretVoucher(sealing.voucher().logKey(), LEAVES.random(64));
        refused(
                RefusalCode.PROOF,
                () ->
                        service.takeOver(
                                new TakeOverOrder(
                                        version,
                                        sealing.secret().encode(),
                                        new Handover(sealing.boxes().getFirst(), none))));
    }

    @Test
    void anotherValueOrVersionIsNotTakenOver() {
        SharedSealing one = shared(service.sharingKey());
        SharedSealing other = shared(service.sharingKey());
        refused(
                RefusalCode.CIPHERTEXT,
                () ->
                        service.takeOver(
                                new TakeOverOrder(
                                        version,
                                        one.secret().encode(),
                                        new Handover(other.boxes().getFirst(), one.voucher()))));
        refused(
                RefusalCode.CIPHERTEXT,
                () ->
                        service.takeOver(
                                new TakeOverOrder(
                                        new SecretVersion(Leaves.ORG, version.secret(), 2),
                                        one.secret().encode(),
                                        new Handover(one.boxes().getFirst(), one.voucher()))));
        refused(
                RefusalCode.MALFORMED,
                () ->
                        service.takeOver(
                                new TakeOverOrder(
                                        version,
                                        LEAVES.random(200),
                                        new Handover(one.boxes().getFirst(), one.voucher()))));
    }

    private static Bytes flipped(Bytes bytes) {
        byte[] other = bytes.toArray();
        other[other.length - 1] ^= 1;
        return Bytes.of(other);
    }

    @Test
    void aDerivedSecretIsKeptForItsPurposeAlone() {
        Bytes secret = LEAVES.random(32);
        Bytes sealed = service.entrust(new EntrustedSecret(Purpose.API_KEY_PEPPER, 1, secret));

        assertThat(service.entrusted(new EntrustedSecret(Purpose.API_KEY_PEPPER, 1, sealed)))
                .isEqualTo(secret);
        refused(
                RefusalCode.CIPHERTEXT,
                () ->
                        service.entrusted(
                                new EntrustedSecret(Purpose.ENROLMENT_CHALLENGE, 1, sealed)));
        refused(
                RefusalCode.CIPHERTEXT,
                () ->
                        service.entrusted(
                                new EntrustedSecret(Purpose.API_KEY_PEPPER, 1, flipped(sealed))));
        refused(
                RefusalCode.SIZE,
                () ->
                        service.entrust(
                                new EntrustedSecret(Purpose.API_KEY_PEPPER, 1, LEAVES.random(31))));
        assertThatThrownBy(
                        () ->
                                service.entrust(
                                        new EntrustedSecret(Purpose.API_KEY_PEPPER, 2, secret)))
                .isInstanceOf(KeyServiceUnavailableException.class);
    }
}
