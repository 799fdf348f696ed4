package dev.sealwright.operator.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.Sealwright;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class AttestCommandTest {
    private static final Optional<Path> VECTORS = vectors();
    private static final String NITRO = "nitro/dstack/cose_attest.cbor";
    private static final String NITRO_TIME = "2025-12-25T16:04:19Z";
    private static final String POLICY =
            """
            {"policy": "any enclave", "format": "nitro", "require_checked": ["signature", "chain"],
             "criteria": {"allow_debug": false, "pcr0": "any", "pcr1": "any", "pcr2": "any",
              "pcr3": "any", "pcr4": "any", "pcr8": "any", "public_key": "any",
              "user_data": "any", "nonce": "any"}}
            """;

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aFileThatIsNoEvidenceIsMalformed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no evidence at all!");
        assertThat(run("attest", "verify", file.toString(), "--policy", "none")).isEqualTo(2);
        assertThat(out.toString()).startsWith("malformed");
        assertThat(run("attest", "show", file.toString())).isEqualTo(2);
    }

    @Test
    void aMissingFileAWrongFormatAndAMissingPolicyAreToldApart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no evidence at all!");
        assertThat(run("attest", "verify", "absent", "--policy", "none")).isEqualTo(5);
        assertThat(run("attest", "verify", file.toString(), "--policy", "none", "--format", "x"))
                .isEqualTo(3);
        assertThat(run("attest", "verify", file.toString())).isEqualTo(3);
    }

    @Test
    @EnabledIf("vectorsArePresent")
    void authenticEvidenceIsAcceptableUnderAPolicyItMeets() throws IOException {
        assertThat(verify(NITRO, NITRO_TIME, policy(POLICY))).isZero();
        assertThat(out.toString()).startsWith("acceptable").contains("not-checked  pcr0");
    }

    @Test
    @EnabledIf("vectorsArePresent")
    void authenticEvidenceThatThePolicyRefusesIsToldFromForgedEvidence() throws IOException {
        Path policy = policy(POLICY);
        String debug = "nitro/dstack/cose_attest_dbg.cbor";
        assertThat(verify(debug, "2025-12-25T08:20:46Z", policy)).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("refused-by-policy")
                .contains("not-met      allow_debug");
        assertThat(verify(NITRO, "2025-12-26T00:00:00Z", policy)).isEqualTo(2);
        assertThat(out.toString()).contains("not-authentic", "certificate-expired");
    }

    @Test
    @EnabledIf("vectorsArePresent")
    void theVerdictIsJsonWhereAsked() {
        int code =
                run(
                        "attest",
                        "verify",
                        VECTORS.orElseThrow().resolve(NITRO).toString(),
                        "--policy",
                        "none",
                        "--at",
                        NITRO_TIME,
                        "--json");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("\"verdict\" : \"authentic\"", "\"pcr0\"");
    }

    @Test
    void referenceValuesGoToCoRimAndBackWithTheirProvenance() throws IOException {
        Path json =
                Files.writeString(
                        folder.resolve("references.json"),
                        "{\"reference_values\":[{\"name\":\"release 1\",\"claim\":\"pcr0\",\"value\":\""
                                + "01".repeat(48)
                                + "\",\"source_commit\":\"abc\",\"build\":\"7\",\"receipt\":\"r\"}]}");
        Path corim = folder.resolve("references.corim");
        assertThat(run("attest", "references", json.toString(), "--to", "corim")).isEqualTo(3);
        String[] there = {
            "attest", "references", json.toString(), "--to", "corim", "--out", corim.toString()
        };
        assertThat(run(there)).isZero();
        assertThat(run("attest", "references", corim.toString(), "--to", "json")).isZero();
        assertThat(out.toString())
                .contains("release 1", "pcr0", "01".repeat(48), "abc", "\"7\"", "\"r\"");
    }

    /** A start cache of it has the classes that verifying takes only if it verifies. */
    @Test
    void theEvidenceThatTheLauncherLearnsOnIsAuthentic() {
        Path learn = Path.of("..", "launcher", "learn");
        String maker = learn.resolve("maker.pem").toString();
        String[] verify = {
            "attest",
            "verify",
            learn.resolve("quote.json").toString(),
            "--with",
            learn.resolve("key.pem").toString(),
            "--with",
            maker,
            "--policy",
            "none"
        };
        assertThat(run(verify)).isEqualTo(2);
        String[] believed = Arrays.copyOf(verify, verify.length + 2);
        believed[verify.length] = "--attestation-root";
        believed[verify.length + 1] = maker;
        assertThat(run(believed)).isZero();
    }

    @Test
    @EnabledIf("vectorsArePresent")
    void showSaysThatNothingIsVerified() {
        String file = VECTORS.orElseThrow().resolve("snp/virtee-sev/report_milan.hex").toString();
        assertThat(run("attest", "show", file)).isZero();
        assertThat(out.toString()).startsWith("UNVERIFIED").contains("measurement");
    }

    static boolean vectorsArePresent() {
        return VECTORS.isPresent();
    }

    private int verify(String vector, String at, Path policy) {
        String file = VECTORS.orElseThrow().resolve(vector).toString();
        return run("attest", "verify", file, "--policy", policy.toString(), "--at", at);
    }

    private Path policy(String text) throws IOException {
        return Files.writeString(folder.resolve("policy.json"), text);
    }

    private int run(String... arguments) {
        var surroundings =
                new Surroundings(
                        Map.of(),
                        folder,
                        InputStream.nullInputStream(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        false,
                        InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z")),
                        new SecureRandom());
        return Sealwright.program(surroundings, arguments).run(arguments);
    }

    /** Others' evidence, not part of the project: see SEALWRIGHT_VECTORS. */
    private static Optional<Path> vectors() {
        Optional<Path> named =
                Optional.ofNullable(System.getenv("SEALWRIGHT_VECTORS")).map(Path::of);
        return named.or(
                () ->
                        Stream.iterate(
                                        Path.of("").toAbsolutePath(),
                                        Objects::nonNull,
                                        Path::getParent)
                                .flatMap(
                                        p ->
                                                Stream.of(
                                                        p.resolve("shared/vectors"),
                                                        p.resolveSibling("shared/vectors")))
                                .filter(p -> Files.isRegularFile(p.resolve("verdicts.tsv")))
                                .findFirst());
    }
}
