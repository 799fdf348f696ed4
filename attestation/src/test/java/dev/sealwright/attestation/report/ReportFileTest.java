package dev.sealwright.attestation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.hsmkey.LiquidSecurityEvidence;
import dev.sealwright.attestation.hsmkey.LiquidSecurityRoots;
import dev.sealwright.attestation.hsmkey.YubiHsmEvidence;
import dev.sealwright.attestation.report.Line.Status;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.testkit.LiquidSecurityBlob;
import dev.sealwright.testkit.LiquidSecurityDevice;
import dev.sealwright.testkit.SavedReport;
import dev.sealwright.testkit.TestPki;
import dev.sealwright.testkit.YubiHsmDevice;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A report that a service on SoftHSM2 made once, kept as a file. */
class ReportFileTest {
    private static final Bytes FILE = Bytes.of(SavedReport.file());
    private static final RootPin PIN = RootPin.parse(SavedReport.rootFingerprint());

    private static AuthenticReport verified(Bytes file) {
        return new ReportVerifier(PIN).verify(ReportFile.parse(file));
    }

    private static AppraisedReport appraised(Instant now) {
        return AppraisedReport.of(verified(FILE), Demands.NONE, Optional.empty(), now);
    }

    private static boolean refused(Bytes file) {
        try {
            verified(file);
            return false;
        } catch (MalformedException | VerificationException e) {
            return true;
        }
    }

    @Test
    void aReportOfAnEarlierBuildStillVerifies() {
        AuthenticReport report = verified(FILE);
        AppraisedReport appraised = appraised(report.leaf().leaf().time());

        assertThat(appraised.holds()).as(appraised.lines().toString()).isTrue();
        assertThat(appraised.count(Status.PROVEN)).isGreaterThan(6);
        assertThat(ReportFile.parse(FILE).encode()).isEqualTo(FILE);
        assertThat(report.statement().encode()).isEqualTo(ReportFile.parse(FILE).body());
    }

    private static PublicKey ed25519(Bytes raw) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Ed25519.spki(raw).toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AttestedKeys byYubico(AuthenticReport report, String pem, YubiHsmDevice device) {
        return new AttestedKeys(
                YubiHsmEvidence.parse(Bytes.utf8(pem))
                        .verify(PinnedRoots.of(device.rootFingerprint()), when(report)));
    }

    private static AttestedKeys byMarvell(
            AuthenticReport report, LiquidSecurityDevice device, List<byte[]> attestations) {
        return byMarvell(report, device, attestations, Optional.empty());
    }

    private static AttestedKeys byMarvell(
            AuthenticReport report,
            LiquidSecurityDevice device,
            List<byte[]> attestations,
            Optional<Bytes> cluster) {
        return LiquidSecurityEvidence.parse(
                        attestations.stream().map(Bytes::of).toList(),
                        cluster,
                        Bytes.utf8(device.certificates()))
                .verify(
                        new LiquidSecurityRoots(
                                PinnedRoots.of(device.makerRoot()),
                                Optional.of(PinnedRoots.of(device.ownerRoot()))),
                        when(report));
    }

    private static VerificationInstant when(AuthenticReport report) {
        return new VerificationInstant(report.leaf().leaf().time());
    }

    private static List<Line> lines(AuthenticReport report, AttestedKeys keys, Topic topic) {
        return AppraisedReport.of(
                        report, Demands.NONE.with(keys), Optional.empty(), when(report).value())
                .lines()
                .stream()
                .filter(line -> line.topic() == topic)
                .toList();
    }

    private static Line hardware(AuthenticReport report, String pem, YubiHsmDevice device) {
        return lines(report, byYubico(report, pem, device), Topic.HARDWARE).getFirst();
    }

    private static List<PublicKey> onCurves(AuthenticReport report) {
        var anchors = report.anchors();
        return List.of(
                anchors.root().getPublicKey(),
                anchors.serverCa().getPublicKey(),
                anchors.hostCa().getPublicKey());
    }

    @Test
    void aVendorsEvidenceOfAllKeysProvesTheHardwareAndOfSomeSaysWhich() {
        AuthenticReport report = verified(FILE);
        var device = new YubiHsmDevice(7);
        var anchors = report.anchors();
        String root =
                device.above() + YubiHsmDevice.pem(device.certifies(anchors.root().getPublicKey()));
        String all =
                root
                        + YubiHsmDevice.pem(device.certifies(anchors.serverCa().getPublicKey()))
                        + YubiHsmDevice.pem(device.certifies(anchors.hostCa().getPublicKey()))
                        + anchors.voters().stream()
                                .map(voter -> ed25519(voter.key()))
                                .map(key -> YubiHsmDevice.pem(device.certifies(key)))
                                .collect(Collectors.joining());

        assertThat(hardware(report, all, device).status()).isEqualTo(Status.PROVEN);
        assertThat(hardware(report, root, device).status()).isEqualTo(Status.ASSERTED);
        assertThat(hardware(report, root, device).reason())
                .contains("the root key (YubiHSM 2 7, firmware 2.4.1)")
                .contains("of others there is no evidence: the log key of member-1");
    }

    @Test
    void evidenceOfOtherKeysFailsTheLine() {
        var device = new YubiHsmDevice(7);
        String other = YubiHsmDevice.pem(device.certifies(TestPki.p256().getPublic()));

        assertThat(hardware(verified(FILE), other + device.above(), device).status())
                .isEqualTo(Status.FAILED);
    }

    private static Status status(AuthenticReport report, AttestedKeys keys, Topic topic) {
        List<Line> lines = lines(report, keys, topic);
        assertThat(lines).hasSize(1);
        return lines.getFirst().status();
    }

    @Test
    void whatHsmsSayOfKeysIsALineEach() {
        AuthenticReport report = verified(FILE);
        var device = new LiquidSecurityDevice();
        var yubico = new YubiHsmDevice(7);
        AttestedKeys some =
                byMarvell(report, device, onCurves(report).stream().map(device::attests).toList());
        String log =
                report.anchors().voters().stream()
                        .map(voter -> YubiHsmDevice.pem(yubico.certifies(ed25519(voter.key()))))
                        .collect(Collectors.joining());
        AttestedKeys all = some.and(byYubico(report, log + yubico.above(), yubico));

        assertThat(status(report, all, Topic.HARDWARE)).isEqualTo(Status.PROVEN);
        assertThat(status(report, all, Topic.HSM_IDENTITY)).isEqualTo(Status.PROVEN);
        assertThat(status(report, all, Topic.KEYS_GENERATED)).isEqualTo(Status.PROVEN);
        assertThat(status(report, all, Topic.KEYS_NOT_EXTRACTABLE)).isEqualTo(Status.PROVEN);
        assertThat(lines(report, all, Topic.HSM_KEYS)).hasSize(4);
        assertThat(lines(report, all, Topic.HSM_KEYS).getFirst().reason())
                .isEqualTo(
                        "the root key (P-256) is key log-key-1 of LiquidSecurity "
                                + LiquidSecurityDevice.NAME);
        // A YubiHSM 2 says nothing of what could be once.
        Line once = lines(report, all, Topic.KEYS_NEVER_EXTRACTABLE).getFirst();
        assertThat(once.status()).isEqualTo(Status.ASSERTED);
        assertThat(once.reason()).endsWith("no evidence: the log key of member-1");
        assertThat(status(report, some, Topic.HARDWARE)).isEqualTo(Status.ASSERTED);
        assertThat(status(report, some, Topic.KEYS_GENERATED)).isEqualTo(Status.ASSERTED);
        assertThat(status(report, some, Topic.KEYS_SENSITIVE)).isEqualTo(Status.ASSERTED);
    }

    @Test
    void whatAnHsmDeniesOfAKeyFailsItsLine() {
        AuthenticReport report = verified(FILE);
        var device = new LiquidSecurityDevice();
        byte[] loose =
                device.attests(
                        LiquidSecurityBlob.of(onCurves(report).getFirst())
                                .with(LiquidSecurityBlob.EXTRACTABLE, 1)
                                .with(LiquidSecurityBlob.NEVER_EXTRACTABLE, 0)
                                .body());
        AttestedKeys keys = byMarvell(report, device, List.of(loose));

        assertThat(lines(report, keys, Topic.HARDWARE))
                .containsExactly(
                        new Line(
                                Topic.HARDWARE,
                                Status.FAILED,
                                "the root key can be extracted, could be extracted once"));
        assertThat(status(report, keys, Topic.KEYS_NOT_EXTRACTABLE)).isEqualTo(Status.FAILED);
        assertThat(status(report, keys, Topic.KEYS_NEVER_EXTRACTABLE)).isEqualTo(Status.FAILED);
        assertThat(status(report, keys, Topic.KEYS_GENERATED)).isEqualTo(Status.ASSERTED);
        assertThat(lines(report, keys, Topic.KEYS_NOT_EXTRACTABLE).getFirst().reason())
                .isEqualTo("not so for the root key");
    }

    @Test
    void anHsmThatIsGenuineProvesNoKey() {
        AuthenticReport report = verified(FILE);
        var device = new LiquidSecurityDevice();
        AttestedKeys keys =
                byMarvell(report, device, List.of(), Optional.of(Bytes.utf8(device.cluster())));

        assertThat(status(report, keys, Topic.HSM_IDENTITY)).isEqualTo(Status.PROVEN);
        assertThat(status(report, keys, Topic.HARDWARE)).isEqualTo(Status.ASSERTED);
        assertThat(lines(report, keys, Topic.HSM_KEYS)).isEmpty();
        assertThat(lines(report, keys, Topic.KEYS_GENERATED)).isEmpty();
    }

    @Test
    void attestationOfAnotherKeyFailsTheLine() {
        AuthenticReport report = verified(FILE);
        var device = new LiquidSecurityDevice();
        byte[] other = device.attests(TestPki.p256().getPublic());

        assertThat(status(report, byMarvell(report, device, List.of(other)), Topic.HARDWARE))
                .isEqualTo(Status.FAILED);
    }

    @Test
    void aReportChangedInAnyByteIsRefused() {
        List<Integer> accepted =
                IntStream.range(0, FILE.size())
                        .parallel()
                        .filter(at -> !refused(changed(at)))
                        .boxed()
                        .toList();

        assertThat(accepted).isEmpty();
    }

    private static Bytes changed(int at) {
        byte[] bytes = FILE.toArray();
        bytes[at] ^= 1;
        return Bytes.of(bytes);
    }

    @Test
    void aReportCutShortOrWithMoreBehindItIsRefused() {
        for (int size = 0; size < FILE.size(); size += 97) {
            assertThat(refused(FILE.slice(0, size))).isTrue();
        }
        assertThat(refused(Bytes.concat(FILE, Bytes.zeros(1)))).isTrue();
    }

    @Test
    void anotherRootIsNotBelieved() {
        assertThatThrownBy(
                        () ->
                                new ReportVerifier(new RootPin(Bytes.zeros(32)))
                                        .verify(ReportFile.parse(FILE)))
                .isInstanceOfSatisfying(
                        VerificationException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.ROOT_PIN));
    }

    @Test
    void aStrangersSignatureOnTheCheckpointIsRefused() {
        ReportFile file = ReportFile.parse(FILE);
        Note note = file.receipt().checkpoint();
        List<NoteSignature> signatures = new ArrayList<>(note.signatures());
        signatures.add(new NoteSignature("stranger", Bytes.zeros(4), Bytes.zeros(64)));
        Receipt receipt =
                new Receipt(
                        file.receipt().index(),
                        file.receipt().proof(),
                        new Note(note.text(), signatures));
        ReportFile changed = new ReportFile(file.body(), file.leaf(), receipt, file.proofs());

        assertThatThrownBy(() -> new ReportVerifier(PIN).verify(changed))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("stranger");
    }

    @Test
    void aReportWithoutOneOfItsProofsIsRefused() {
        ReportFile file = ReportFile.parse(FILE);
        List<List<Bytes>> fewer = file.proofs().subList(1, file.proofs().size());

        assertThatThrownBy(
                        () ->
                                new ReportVerifier(PIN)
                                        .verify(
                                                new ReportFile(
                                                        file.body(),
                                                        file.leaf(),
                                                        file.receipt(),
                                                        fewer)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aReportFromTheFutureFails() {
        Instant made = verified(FILE).leaf().leaf().time();

        assertThat(appraised(made.minusSeconds(61)).holds()).isFalse();
        assertThat(appraised(made.minusSeconds(59)).holds()).isTrue();
    }

    @Test
    void thePageShowsEveryLineAndRunsNothing() {
        AppraisedReport report = appraised(verified(FILE).leaf().leaf().time());
        String page = ReportPage.of(report);

        for (Line line : report.lines()) {
            assertThat(page).contains(line.topic().title()).contains(line.status().text());
        }
        assertThat(page).doesNotContain("<script").doesNotContain("http://");
    }

    @Test
    void nothingInAReportBecomesMarkup() {
        AuthenticReport report = verified(FILE);
        String reason = "<b onclick=\"x\">&";
        var forged =
                new AppraisedReport(
                        report,
                        report.statement().time(),
                        List.of(new Line(Topic.BUILD, Status.FAILED, reason)));

        assertThat(ReportPage.of(forged))
                .doesNotContain("<b ")
                .contains("&lt;b onclick=&quot;x&quot;&gt;&amp;");
    }
}
