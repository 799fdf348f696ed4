package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.io.IOException;
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

/** The runbook of a restored backup, followed by its commands on a whole service. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RestoredBackupTest {
    private static final String OLD = "old";

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;
    private static Runbook runbook;
    private static String kept;
    private static String revoked;

    @BeforeAll
    static void aServiceWithABackup() throws Exception {
        deployment = Requirements.deployment(Files.createDirectory(folder.resolve("service")));
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        runbook =
                Runbook.open(
                        "A restored backup",
                        Files.createDirectory(folder.resolve("runbook")),
                        deployment,
                        cli);
        deployment.start();
        cli.settleIn(deployment);
        declareAda();
        cli.operatorReading("before", "secrets", "put", "db", "--value-file", "-").orFail();
        kept = enrol("kept");
        revoked = enrol("revoked");
        deployment.whileStopped(
                () ->
                        deployment
                                .postgres()
                                .execute(
                                        "postgres",
                                        "CREATE DATABASE "
                                                + OLD
                                                + " TEMPLATE "
                                                + Deployment.DATABASE));
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private static void declareAda() throws IOException {
        cli.operator("users", "apply", "--name", "ada").orFail();
        cli.operatorReading(
                        "{\"user\":\"ada\",\"role\":\"ADMIN\"}",
                        "roles",
                        "apply",
                        "--name",
                        "ada-admin",
                        "-")
                .orFail();
        cli.operator(
                        "api-keys",
                        "create",
                        "ada-key",
                        "--user",
                        "ada",
                        "--out",
                        folder.resolve("ada.key").toString())
                .orFail();
    }

    private static String enrol(String name) {
        cli.enrol(name, cli.mint().orFail().out().strip()).orFail();
        cli.host("sync", name).orFail();
        return fields(cli.host("status", name, "--json").orFail()).text("sandbox_id");
    }

    private static Fields fields(Cli.Ran ran) {
        return Fields.parse(ran.out().getBytes(StandardCharsets.UTF_8));
    }

    private static VerifiedAnchors anchors(Path file) throws IOException {
        return AnchorsDocument.verify(
                Bytes.of(Files.readAllBytes(file)),
                RootPin.parse(deployment.rootFingerprint()),
                Instant.now());
    }

    private static Path ceremony(String name) {
        return deployment.home().resolve("ceremony").resolve(name);
    }

    private static String mirror() {
        return folder.resolve("runbook/mirror").toString();
    }

    private static Cli.Ran asAda(String... arguments) {
        var ada = new Cli(folder.resolve("ada"));
        ada.logIn(deployment, deployment.people(), folder.resolve("ada.key"));
        return ada.operator(arguments);
    }

    @Test
    @Order(1)
    void theBackupIsRefusedAsItIs() {
        cli.operator("hosts", "revoke", revoked, "--reason", "stolen").orFail();
        cli.describe("lost").orFail();
        cli.operator("log", "mirror", mirror()).orFail();
        deployment.stop();
        deployment.postgres().execute("postgres", "DROP DATABASE " + Deployment.DATABASE);
        deployment
                .postgres()
                .execute("postgres", "ALTER DATABASE " + OLD + " RENAME TO " + Deployment.DATABASE);

        assertThat(deployment.refusedStart())
                .contains("The database is older than the key service's head")
                .contains("epoch ceremony");
    }

    @Test
    @Order(2)
    void theCeremonySaysWhatIsLostAndTheServiceStartsAgain() throws IOException {
        String said = runbook.follow(0, Map.of());
        deployment.start();

        ClosedEpoch closed =
                anchors(ceremony("anchors.cose")).content().predecessor().orElseThrow();
        assertThat(closed.lost()).isPositive();
        assertThat(said)
                .contains("is closed at size " + closed.size())
                .contains(
                        "entries "
                                + closed.restoredSize()
                                + " to "
                                + (closed.size() - 1)
                                + " are lost");
        assertThat(anchors(ceremony("anchors-1.cose")).digest()).isEqualTo(closed.anchors());
    }

    @Test
    @Order(3)
    void theLogGoesOnVerifiablyAndTheLostEntriesAreSetAside() {
        String said = runbook.follow(1, Map.of());

        assertThat(said)
                .contains("are lost to the service", "of which", "are in this copy")
                .containsPattern("revocation +[0-9a-f]{32} +" + revoked);
        Cli.Ran old = cli.operator("verify", "log", mirror() + "/epochs/1", "--json").orFail();
        Cli.Ran now = cli.operator("verify", "log", mirror(), "--json").orFail();
        assertThat(fields(old).text("origin")).endsWith("/log/1");
        assertThat(fields(now).text("origin")).endsWith("/log/2");
        assertThat(cli.operator("audit", "integrity", "--json").orFail().out()).contains("true");
        String report = folder.resolve("report.json").toString();
        cli.operator("report", "create", "--out", report).orFail();
        assertThat(cli.operator("verify", "report", report, "--json").out())
                .contains("was closed at", "are lost to the service");
    }

    @Test
    @Order(4)
    void whatMayHaveBeenEndedGivesNoRight() {
        assertThat(cli.operator("quarantine", "list", "--json").orFail().out())
                .contains("ada-admin", "ada-key");
        assertThat(asAda("hosts", "list").done()).isFalse();
        assertThat(cli.host("sync", "kept").done()).isFalse();
        assertThat(cli.host("sync", "revoked").done()).isFalse();
        assertThat(cli.operator("hosts", "show", kept, "--json").orFail().out())
                .contains("quarantined");
    }

    @Test
    @Order(5)
    void whatIsReleasedCountsAgainAndNothingElse() throws IOException {
        runbook.follow(2, Map.of("BINDING", "ada-admin", "API_KEY", "ada-key", "SANDBOX", kept));

        assertThat(asAda("hosts", "list").orFail().out()).contains(kept);
        cli.describe("after").orFail();
        cli.host("sync", "kept").orFail();
        cli.host("renew", "kept").orFail();
        assertThat(cli.host("sync", "revoked").done()).isFalse();
        assertThat(cli.openedAsAnother(deployment, "db")).isEqualTo("before");
        cli.operator("hosts", "revoke", kept, "--reason", "over").orFail();
        assertThat(cli.host("sync", "kept").done()).isFalse();
        cli.operator("log", "mirror", mirror()).orFail();
        cli.operator("verify", "log", mirror()).orFail();
    }
}
