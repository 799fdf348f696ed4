package dev.sealwright.attestation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
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

    private static Line hardware(AuthenticReport report, String pem, YubiHsmDevice device) {
        Instant now = report.leaf().leaf().time();
        var keys =
                new AttestedKeys(
                        YubiHsmEvidence.parse(Bytes.utf8(pem))
                                .verify(
                                        PinnedRoots.of(device.rootFingerprint()),
                                        new VerificationInstant(now)));
        return AppraisedReport.of(report, Demands.NONE.with(keys), Optional.empty(), now)
                .lines()
                .stream()
                .filter(line -> line.topic() == Topic.HARDWARE)
                .findFirst()
                .orElseThrow();
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
