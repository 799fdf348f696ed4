package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log with three members: two on SoftHSM2, and one on Kryoptic, which signs by ML-DSA-65, too. A
 * fault of one vendor's module leaves a quorum.
 */
@EnabledIfEnvironmentVariable(
        named = Kryoptic.VARIABLE,
        matches = ".+",
        disabledReason = "Kryoptic is built and tested by ./sealwright test --full")
final class TwoVendorsTest {
    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;

    @BeforeAll
    static void threeMembers() throws IOException {
        deployment =
                Deployment.onTokensOf(
                        Files.createDirectory(folder.resolve("service")),
                        Deployment.softHsm(),
                        List.of(Deployment.softHsm(), Kryoptic.ofTheEnvironment()));
        deployment.start();
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        cli.settleIn(deployment);
        awaitState("member-3", "ok");
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private static void awaitState(String name, String state) {
        Gate.await(
                () ->
                        Fields.parse(
                                        cli.operator("status", "--json")
                                                .out()
                                                .getBytes(StandardCharsets.UTF_8))
                                .objects("voters")
                                .stream()
                                .anyMatch(
                                        each ->
                                                each.text("name").equals(name)
                                                        && each.text("state").equals(state)));
    }

    private static Path mirror(String name) {
        Path copy = folder.resolve(name);
        cli.operator("log", "mirror", copy.toString()).orFail();
        return copy;
    }

    private static Cli.Ran verify(Path copy) {
        return cli.operator(
                "verify",
                "log",
                copy.toString(),
                "--root-fingerprint",
                deployment.rootFingerprint());
    }

    private static VerifiedAnchors anchors(Path copy) {
        return AnchorsDocument.verify(
                new MirrorFolder(copy).anchors(),
                RootPin.parse(deployment.rootFingerprint()),
                Instant.now());
    }

    private static List<String> signers(Path copy) {
        VerifiedAnchors anchors = anchors(copy);
        Note note = new MirrorFolder(copy).checkpoint();
        return anchors.voters().stream()
                .filter(voter -> voter.noteKeys(anchors.origin()).stream().allMatch(note::signedBy))
                .map(Voter::name)
                .toList();
    }

    @Test
    void withOneOfSoftHsmAwayTheOthersAreOfTwoVendors() {
        JavaProgram second = deployment.members().program("member-2");
        second.kill();
        for (int i = 0; i < 5; i++) {
            cli.describe("without the second " + i).orFail();
        }
        Path copy = mirror("without-the-second");

        assertThat(signers(copy)).containsExactly("member-1", "member-3");
        assertThat(verify(copy).orFail().out())
                .contains("post-quantum: not proven: signed by ML-DSA-65 of member-3");
        second.start();
        awaitState("member-2", "ok");
    }

    @Test
    void withKryopticAwayTheLogGoesOnAndItReturns() {
        JavaProgram third = deployment.members().program("member-3");
        third.kill();
        for (int i = 0; i < 5; i++) {
            cli.describe("without the third " + i).orFail();
        }
        Path copy = mirror("without-the-third");
        assertThat(signers(copy)).containsExactly("member-1", "member-2");
        assertThat(verify(copy).orFail().out())
                .contains("post-quantum: not proven: signed by no voter");
        third.start();
        awaitState("member-3", "ok");
        VerifiedLog.of(cli, deployment, folder.resolve("all-back"));
        cli.operator("audit", "integrity").orFail();
    }
}
