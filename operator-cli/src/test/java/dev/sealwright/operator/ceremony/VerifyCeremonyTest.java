package dev.sealwright.operator.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Ending;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.OperatorSignatures;
import dev.sealwright.protocol.ceremony.StepAttempt;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify ceremony}, with nothing but files and the pinned root. */
final class VerifyCeremonyTest {
    @TempDir private Path home;
    private OperatorRuns operator;
    private HostsDesk desk;
    private Path script;
    private Path transcript;

    @BeforeEach
    void aScriptThatItsOperatorSigned() throws IOException {
        operator = new OperatorRuns(home);
        operator.login();
        desk = operator.service().desk();
        script = home.resolve("look.script");
        transcript = home.resolve("transcript");
        Bytes text =
                Bytes.utf8(
                        "sealwright ceremony script 1\ntitle Look\nlog localhost/log/1\nrequired 1\n"
                                + "operator operator ed25519 "
                                + desk.operator().key().spki().base64Url()
                                + "\nstep look\n  by operator\n  do Look at the seal\n");
        Files.write(script, text.toArray());
        CeremonyScript parsed = CeremonyScript.parse(text);
        sign(script, parsed.digest(), parsed.message());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private void sign(Path file, Bytes digest, Bytes message) throws IOException {
        Approval approval = new Approval("operator", desk.operatorSigns(message));
        Files.write(
                file.resolveSibling(file.getFileName() + ".signatures"),
                new OperatorSignatures(digest, List.of(approval)).encode().toArray());
    }

    private CeremonyTranscript held(Mode mode) throws IOException {
        Instant now = Seconds.truncate(operator.clock().instant());
        CeremonyTranscript held =
                new CeremonyTranscript(
                                CeremonyScript.parse(Bytes.of(Files.readAllBytes(script))).digest(),
                                mode,
                                "a test",
                                now,
                                List.of(),
                                Optional.empty())
                        .with(
                                new StepAttempt(
                                        "look",
                                        now,
                                        Optional.of("operator"),
                                        Map.of(),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        now,
                                        StepAttempt.Outcome.DONE))
                        .ended(now, Ending.COMPLETED);
        Files.write(transcript, held.encode().toArray());
        sign(transcript, held.digest(), held.message());
        return held;
    }

    private Path anchors() throws IOException {
        return Files.write(home.resolve("anchors.cose"), desk.anchors().toArray());
    }

    private Session verify(String... more) throws IOException {
        String[] words =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "verify",
                                        "ceremony",
                                        script.toString(),
                                        transcript.toString(),
                                        "--anchors",
                                        anchors().toString()),
                                java.util.stream.Stream.of(more))
                        .toArray(String[]::new);
        return operator.run(words);
    }

    @Test
    void aCeremonyThatTheLogHoldsIsVerified() throws IOException {
        CeremonyTranscript held = held(Mode.HELD);
        assertThat(verify().out()).contains("verified: the ceremony was held");
        Path mirror = home.resolve("mirror");
        operator.run("log", "mirror", mirror.toString());
        assertThat(verify("--log", mirror.toString()).code()).isEqualTo(1);

        Approval approval = new Approval("operator", desk.operatorSigns(held.message()));
        StandInLog.Entry entry =
                desk.log()
                        .append(
                                operator.clock().instant(),
                                Leaf.NO_ORG,
                                held.leaf(List.of(approval)));
        Path evidence = home.resolve("entry.json");
        Files.write(
                evidence,
                Json.bytes(
                        Json.object()
                                .put("leaf", entry.leaf().base64Url())
                                .put("receipt", desk.log().receipt(entry.index()).text())));
        operator.run("log", "mirror", mirror.toString());
        String index = "entry " + entry.index() + " of the log";
        assertThat(verify("--receipt", evidence.toString()).out()).contains(index);
        Session inLog = verify("--log", mirror.toString());
        assertThat(inLog.out()).as(inLog.err()).contains(index);
    }

    @Test
    void aRehearsalIsVerifiedAsOneAndNothingElse() throws IOException {
        held(Mode.REHEARSAL);
        Session session = verify("--json");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).containsPattern("\"rehearsal\" ?: ?true");
        Path mirror = home.resolve("mirror");
        operator.run("log", "mirror", mirror.toString());
        assertThat(verify("--log", mirror.toString()).code()).isEqualTo(1);
    }

    @Test
    void whatNobodySignedOrAnotherWroteIsNot() throws IOException {
        held(Mode.HELD);
        String text = Files.readString(transcript);
        Files.writeString(transcript, text.replace("completed", "abandoned"));
        assertThat(verify().code()).isIn(1, 2);
        Files.writeString(transcript, text + "more\n");
        assertThat(verify().code()).isEqualTo(2);
        Files.writeString(transcript, text);
        assertThat(verify().code()).isZero();
        Path signatures = home.resolve("transcript.signatures");
        Files.writeString(
                signatures,
                Files.readString(signatures).replace("operator operator", "operator eve"));
        assertThat(verify().code()).isEqualTo(1);
    }
}
