package dev.sealwright.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.ReportVerifier;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.testkit.LiquidSecurityBlob;
import dev.sealwright.testkit.LiquidSecurityDevice;
import dev.sealwright.testkit.LiquidSecurityDevice.Part;
import dev.sealwright.testkit.SavedReport;
import dev.sealwright.testkit.YubiHsmDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports from the command line, with no service but the one that made them. */
final class ReportCommandTest {
    @TempDir private Path home;
    private OperatorRuns operator;
    private Path report;

    @BeforeEach
    void aReport() throws IOException {
        operator = new OperatorRuns(home);
        report = Files.write(home.resolve("report.cbor"), SavedReport.file());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private Session verify(String... more) {
        Stream<String> line =
                Stream.of(
                        "report",
                        "verify",
                        report.toString(),
                        "--root-fingerprint",
                        SavedReport.rootFingerprint());
        return operator.run(Stream.concat(line, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void aReportVerifiesWithoutItsService() {
        Session session = verify("--nonce", "00ff10");
        assertThat(session.code()).as(session.out() + session.err()).isZero();
        assertThat(session.out())
                .contains("The report is the one that stands in the log", "proven", "asserted")
                .contains("verified: ");
        assertThat(operator.service().requests()).isEmpty();
    }

    @Test
    void theSameIsSaidToMachines() {
        Session session = verify("--nonce", "00ff10", "--json");
        var json = Json.parse(Bytes.utf8(session.out()).toArray());
        assertThat(json.path("verified").asBoolean()).isTrue();
        assertThat(json.path("lines")).anyMatch(l -> l.path("topic").asText().equals("token"));
        assertThat(json.path("keys")).anyMatch(k -> k.path("label").asText().equals("log"));
    }

    @Test
    void verifyReportIsTheSameCommand() {
        Session session =
                operator.run(
                        "verify",
                        "report",
                        report.toString(),
                        "--root-fingerprint",
                        SavedReport.rootFingerprint());
        assertThat(session.code()).as(session.err()).isZero();
    }

    @Test
    void aFailedLineIsExitCodeOne() {
        assertThat(verify("--nonce", "aa").code()).isEqualTo(1);
        assertThat(verify("--nonce", "aa").out()).contains("not verified: ");
    }

    @Test
    void anotherRootOrAChangedByteIsExitCodeOne() throws IOException {
        Session stranger =
                operator.run(
                        "report",
                        "verify",
                        report.toString(),
                        "--root-fingerprint",
                        "00".repeat(32));
        assertThat(stranger.code()).isEqualTo(1);
        byte[] changed = SavedReport.file();
        changed[changed.length / 2] ^= 1;
        Files.write(report, changed);
        assertThat(verify().code()).isIn(1, 2);
    }

    private static PublicKey rootKey() {
        return new ReportVerifier(RootPin.parse(SavedReport.rootFingerprint()))
                .verify(ReportFile.parse(Bytes.of(SavedReport.file())))
                .anchors()
                .root()
                .getPublicKey();
    }

    @Test
    void evidenceOfAVendorProvesWhereTheRootKeyIs() throws IOException {
        PublicKey root = rootKey();
        var device = new YubiHsmDevice(7);
        Path evidence = home.resolve("hsm.pem");
        Files.writeString(evidence, YubiHsmDevice.pem(device.certifies(root)) + device.above());

        Session session =
                verify(
                        "--hsm-evidence",
                        evidence.toString(),
                        "--hsm-root",
                        device.rootFingerprint());
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("the root key (YubiHSM 2 7, firmware 2.4.1)");
        assertThat(
                        verify("--hsm-evidence", evidence.toString(), "--hsm-root", "00".repeat(32))
                                .code())
                .isEqualTo(1);
        assertThat(verify("--hsm-evidence", evidence.toString()).code()).isEqualTo(3);
        Files.writeString(evidence, "no evidence");
        assertThat(
                        verify(
                                        "--hsm-evidence",
                                        evidence.toString(),
                                        "--hsm-root",
                                        device.rootFingerprint())
                                .code())
                .isEqualTo(2);
    }

    @Test
    void whatALiquidSecurityHsmSignedProvesWhereTheRootKeyIs() throws IOException {
        var device = new LiquidSecurityDevice();
        Path attestation = home.resolve("root-key.dat");
        Files.write(attestation, LiquidSecurityBlob.packed(device.attests(rootKey())));
        Path certificates = home.resolve("hsm.pem");
        Files.writeString(certificates, device.certificates());
        String[] good = {
            "--hsm-attestation", attestation.toString(),
            "--hsm-certificates", certificates.toString(),
            "--hsm-maker-root", device.makerRoot(),
            "--hsm-owner-root", device.ownerRoot()
        };

        Session session = verify(good);
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out())
                .contains("the root key (LiquidSecurity " + LiquidSecurityDevice.NAME + ")")
                .contains("run by the holder of " + LiquidSecurityDevice.OWNER);
        Session toMachines = verify(with(good, 8, "--json"));
        var lines = Json.parse(Bytes.utf8(toMachines.out()).toArray()).path("lines");
        assertThat(lines)
                .anyMatch(
                        line ->
                                line.path("topic").asText().equals("hsm-keys")
                                        && line.path("status").asText().equals("proven")
                                        && line.path("reason").asText().contains("log-key-1"))
                .anyMatch(line -> line.path("topic").asText().equals("keys-not-extractable"))
                .anyMatch(line -> line.path("topic").asText().equals("hsm-identity"));
        assertThat(verify(with(good, 5, "00".repeat(32))).code()).isEqualTo(1);
        assertThat(verify(with(good, 7, "00".repeat(32))).code()).isEqualTo(1);
        assertThat(verify(with(good, 5, "00")).code()).isEqualTo(2);
        assertThat(verify(with(good, 3, home.resolve("missing").toString())).code()).isEqualTo(5);
        assertThat(verify("--hsm-attestation", attestation.toString()).code()).isEqualTo(3);
        Files.write(
                attestation,
                device.attests(
                        LiquidSecurityBlob.of(rootKey())
                                .with(LiquidSecurityBlob.EXTRACTABLE, 1)
                                .body()));
        assertThat(verify(good).code()).isEqualTo(1);
        assertThat(verify(good).out()).contains("the root key can be extracted");
        Files.writeString(attestation, "no attestation");
        assertThat(verify(good).code()).isEqualTo(2);
    }

    private static String[] with(String[] arguments, int at, String value) {
        String[] changed = Arrays.copyOf(arguments, Math.max(arguments.length, at + 1));
        changed[at] = value;
        return changed;
    }

    @Test
    void theCertificatesOfAClusterProveItsHsmAndNoKey() throws IOException {
        var device = new LiquidSecurityDevice();
        Path cluster = home.resolve("cluster.json");
        Files.writeString(cluster, device.cluster());
        Path roots = home.resolve("roots.pem");
        Files.writeString(
                roots, device.certificates(EnumSet.of(Part.MAKERS_ROOT, Part.OWNERS_ROOT)));
        String[] good = {
            "--hsm-cluster", cluster.toString(),
            "--hsm-certificates", roots.toString(),
            "--hsm-maker-root", device.makerRoot(),
            "--hsm-owner-root", device.ownerRoot()
        };

        Session session = verify(good);
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out())
                .contains(LiquidSecurityDevice.NAME + ": made by the holder of")
                .contains("only the token's library says");
        Files.writeString(cluster, device.cluster(LiquidSecurityDevice.rsa(2048)));
        assertThat(verify(good).code()).isEqualTo(1);
        Files.writeString(cluster, "{}");
        assertThat(verify(good).code()).isEqualTo(2);
        Session nothing = verify("--hsm-certificates", roots.toString(), "--hsm-maker-root", "00");
        assertThat(nothing.code()).isEqualTo(3);
        assertThat(nothing.err()).contains("--hsm-attestation or --hsm-cluster");
    }

    @Test
    void helpTellsOfEvidenceOfHardware() {
        assertThat(operator.run("report", "verify", "--help").out())
                .contains("--hsm-evidence", "--hsm-attestation", "--hsm-cluster")
                .contains("--hsm-certificates", "--hsm-maker-root", "--hsm-owner-root");
    }

    @Test
    void whatIsNoReportIsExitCodeTwo() throws IOException {
        Files.writeString(report, "no report");
        assertThat(verify().code()).isEqualTo(2);
        assertThat(operator.run("report", "verify").code()).isEqualTo(3);
        assertThat(operator.run("report", "verify", "missing").code()).isEqualTo(5);
        assertThat(operator.run("report", "verify", report.toString()).code()).isEqualTo(2);
    }

    @Test
    void thePageIsWrittenForPeople() {
        Path page = home.resolve("report.html");
        Session session =
                operator.run(
                        "report",
                        "show",
                        report.toString(),
                        "--root-fingerprint",
                        SavedReport.rootFingerprint(),
                        "--html",
                        page.toString());
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(page).content().startsWith("<!doctype html>").contains("Compliance report");
    }

    @Test
    void aReportThatDoesNotVerifyIsNotWritten() {
        operator.login();
        operator.service().can("/v1/reports", Json.object().put("id", "r-1"));
        operator.service().can("/v1/reports/r-1", Bytes.of(SavedReport.file()));
        Path out = home.resolve("made.cbor");
        Session session = operator.run("report", "create", "--out", out.toString());
        assertThat(session.code()).as(session.err()).isEqualTo(1);
        assertThat(out).doesNotExist();
    }
}
