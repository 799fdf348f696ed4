package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.operator.OperatorMain;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A log whose voters are two members on two tokens and a witness, each a program. */
final class WitnessVoterTest {
    @TempDir private static Path folder;
    private static Deployment deployment;
    private static JavaProgram witness;
    private static Cli cli;

    @BeforeAll
    static void twoMembersAndAWitness() throws IOException {
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        Path kept = folder.resolve("witness");
        Cli.Ran made = cli.operator("witness", "init", kept.toString(), "--name", "w1", "--json");
        String vkey = fields(made.orFail()).text("vkey");
        int port = FreePorts.one();
        Path list = folder.resolve("witnesses");
        Files.writeString(list, "witness w1 " + vkey + " http://127.0.0.1:" + port + "\n");
        deployment =
                Requirements.deployment(
                        Files.createDirectory(folder.resolve("service")),
                        Map.of("SEALWRIGHT_WITNESSES", list.toString()),
                        1,
                        List.of(vkey));
        watch(kept);
        witness =
                new JavaProgram(
                        OperatorMain.class.getName(), Map.of(), folder.resolve("witness.log"));
        witness.start("witness", "serve", kept.toString(), "--listen", "127.0.0.1:" + port);
        deployment.start();
        cli.settleIn(deployment);
    }

    @AfterAll
    static void stop() {
        if (witness != null) {
            witness.close();
        }
        if (deployment != null) {
            deployment.close();
        }
    }

    /** Under both members' keys: either may be the only one that is left. */
    private static void watch(Path kept) throws IOException {
        VerifiedAnchors anchors =
                AnchorsDocument.verify(
                        Bytes.of(
                                Files.readAllBytes(
                                        deployment.home().resolve("ceremony/anchors.cose"))),
                        RootPin.parse(deployment.rootFingerprint()),
                        Instant.now());
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "witness",
                                "add-log",
                                kept.toString(),
                                "--origin",
                                anchors.origin()));
        anchors.voters().stream()
                .filter(voter -> voter.kind() == VoterKind.MEMBER)
                .forEach(
                        voter ->
                                words.addAll(
                                        List.of("--vkey", voter.noteKey(anchors.origin()).vkey())));
        cli.operator(words.toArray(String[]::new)).orFail();
    }

    private static Fields fields(Cli.Ran ran) {
        return Fields.parse(ran.out().getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitState(String name, String state) {
        Gate.await(
                () ->
                        fields(cli.operator("status", "--json")).objects("voters").stream()
                                .anyMatch(
                                        each ->
                                                each.text("name").equals(name)
                                                        && each.text("state").equals(state)));
    }

    @Test
    void theLossOfEitherMemberCostsNoRequest(TestReporter reporter) throws Exception {
        Writers writers = new Writers(deployment, "witnessed");
        JavaProgram second = deployment.members().program("member-2");
        writers.during(
                () -> {
                    writers.awaitMore(10);
                    second.kill();
                    writers.awaitMore(30);
                    second.start();
                    awaitState("member-2", "ok");
                    deployment.leaveKeysAlone(true);
                    deployment.keys().kill();
                    writers.awaitMore(30);
                    deployment.leaveKeysAlone(false);
                    awaitState("member-1", "ok");
                });

        reporter.publishEntry("writes", Long.toString(writers.done()));
        assertThat(writers.failures()).isEmpty();
        awaitState("w1", "ok");
        VerifiedLog log = VerifiedLog.of(cli, deployment, folder.resolve("mirror"));
        assertThat(log.doubles()).isEmpty();
        cli.operator("audit", "integrity").orFail();
    }
}
