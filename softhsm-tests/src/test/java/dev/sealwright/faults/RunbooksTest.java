package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.operator.OperatorMain;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The other runbooks of {@code docs/disaster.md}, each after what it is for was taken away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RunbooksTest {
    private static final String VALUE = "correct horse battery staple";

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;
    private static JavaProgram witness;
    private static int witnessPort;

    @BeforeAll
    static void aWitnessedServiceWithASecret() throws IOException {
        Path list = folder.resolve("witnesses");
        deployment =
                Requirements.deployment(
                        Files.createDirectory(folder.resolve("service")),
                        Map.of("SEALWRIGHT_WITNESSES", list.toString()));
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        Path kept = folder.resolve("witness");
        String key =
                cli.operator("witness", "init", kept.toString(), "--name", "first", "--json")
                        .orFail()
                        .out();
        NoteKey log = logKey();
        cli.operator(
                        "witness",
                        "add-log",
                        kept.toString(),
                        "--origin",
                        log.name(),
                        "--vkey",
                        log.vkey())
                .orFail();
        witnessPort = FreePorts.one();
        witness = serve(kept);
        Files.writeString(
                list, "witness first " + parse(key).text("vkey") + " " + witnessUrl() + "\n");
        deployment.start();
        cli.settleIn(deployment);
        put(cli);
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

    private static void put(Cli by) {
        by.operatorReading(VALUE, "secrets", "put", "db", "--value-file", "-").orFail();
    }

    private static JavaProgram serve(Path kept) {
        var program =
                new JavaProgram(
                        OperatorMain.class.getName(), Map.of(), folder.resolve("witness.log"));
        program.start("witness", "serve", kept.toString(), "--listen", "127.0.0.1:" + witnessPort);
        return program;
    }

    private static String witnessUrl() {
        return "http://127.0.0.1:" + witnessPort;
    }

    private static Fields parse(String json) {
        return Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static NoteKey logKey() {
        VerifiedAnchors anchors = anchors();
        return anchors.voters().getFirst().noteKey(anchors.origin());
    }

    private static VerifiedAnchors anchors() {
        try {
            Path document = deployment.home().resolve("ceremony/anchors.cose");
            return AnchorsDocument.verify(
                    Bytes.of(Files.readAllBytes(document)),
                    RootPin.parse(deployment.rootFingerprint()),
                    Instant.now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path share(int number) {
        return deployment.home().resolve("ceremony/recovery/share-" + number + ".txt");
    }

    private static Map<String, String> shares() {
        return Map.of("SHARE_ONE", share(1).toString(), "SHARE_TWO", share(3).toString());
    }

    private static Runbook runbook(String heading) throws IOException {
        Path where = folder.resolve(heading.replace(' ', '-'));
        return Runbook.open(heading, Files.createDirectory(where), deployment, cli);
    }

    private static void away(String name) {
        try {
            Files.move(deployment.home().resolve(name), folder.resolve("lost-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(1)
    void aLostRecoveryShare() throws IOException {
        Files.delete(share(2));

        String said = runbook("A lost recovery share").follow(0, shares());

        assertThat(said).contains("any 2 of these 3 shares", "give back the recovery key");
    }

    @Test
    @Order(2)
    void aLostWitness() throws IOException {
        witness.kill();
        Files.move(folder.resolve("witness"), folder.resolve("lost-witness"));
        cli.describe("unwitnessed").orFail();
        Runbook runbook = runbook("A lost witness");

        runbook.follow(0, Map.of("ORIGIN", logKey().name(), "LOG_KEY", logKey().vkey()));
        witness = serve(folder.resolve("A-lost-witness/witness"));
        runbook.follow(
                1,
                Map.of(
                        "WITNESS_URL",
                        witnessUrl(),
                        "SEALWRIGHT_WITNESSES",
                        folder.resolve("witnesses").toString()));
        deployment.whileStopped(() -> {});

        cli.describe("witnessed").orFail();
        awaitCosigned();
    }

    private static void awaitCosigned() {
        Gate.await(
                () ->
                        parse(cli.operator("status", "--json").out()).objects("witnesses").stream()
                                .allMatch(
                                        each ->
                                                each.text("name").equals("next")
                                                        && each.number("behind") == 0));
    }

    @Test
    @Order(3)
    void aLostRootToken() throws IOException {
        away("root");
        deployment.whileStopped(() -> {});
        cli.describe("without root").orFail();
        var other = new Cli(Files.createDirectory(folder.resolve("people-next")));
        try (Deployment next =
                Requirements.deployment(Files.createDirectory(folder.resolve("next")))) {
            next.start();
            other.settleIn(next);

            runbook("A lost root token")
                    .follow(
                            0,
                            Map.of(
                                    "SHARE_ONE", share(1).toString(),
                                    "SHARE_TWO", share(3).toString(),
                                    "NEXT_HOME", next.home().toString(),
                                    "NEXT_ADDRESS", next.people().toString()));

            assertThat(other.operator("secrets", "versions", "db", "--json").orFail().out())
                    .contains("\"version\"");
            cli.logIn(deployment, deployment.people());
        }
        Files.move(folder.resolve("lost-root"), deployment.home().resolve("root"));
    }

    @Test
    @Order(4)
    void aLostHsm() throws IOException {
        cli.operator("encryption-key", "rotate", "--wait").orFail();
        cli.operator("mac-key", "rotate").orFail();
        deployment.stop();
        away("hsm");
        Runbook runbook = runbook("A lost HSM");

        String said = runbook.follow(0, Map.of());
        deployment.start();
        runbook.follow(1, shares());

        assertThat(said).contains("whose voters are lost");
        assertThat(anchors().content().version()).isEqualTo(2);
        assertThat(cli.openedAsAnother(deployment, "db")).isEqualTo(VALUE);
        cli.enrol("anew", cli.mint().orFail().out().strip()).orFail();
        cli.host("sync", "anew").orFail();
        Path mirror = folder.resolve("mirror");
        cli.operator("log", "mirror", mirror.toString()).orFail();
        cli.operator("verify", "log", mirror.toString()).orFail();
        theWitnessWatchesTheNewEpochFromItsBeginning();
    }

    private static void theWitnessWatchesTheNewEpochFromItsBeginning() {
        Path kept = folder.resolve("A-lost-witness/witness");
        witness.close();
        cli.operator(
                        "witness",
                        "add-log",
                        kept.toString(),
                        "--origin",
                        logKey().name(),
                        "--vkey",
                        logKey().vkey())
                .orFail();
        witness = serve(kept);
        cli.describe("in the new epoch").orFail();
        awaitCosigned();
        String mirror = folder.resolve("witnessed").toString();
        cli.operator("log", "mirror", mirror, "--witness-quorum", "1").orFail();
        assertThat(parse(cli.operator("verify", "log", mirror, "--json").out()).text("origin"))
                .isEqualTo(anchors().origin());
    }
}
