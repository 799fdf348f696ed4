package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log with three members on three tokens, one of which is destroyed and replaced by the commands
 * of {@code docs/disaster.md} while people write; then another one of the old ones may go.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplacedVoterTest {
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final String LOST = "member-3";
    private static final String HEADING = "A lost voter";

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;

    @BeforeAll
    static void threeMembersAHostAndAMirror() throws IOException {
        deployment =
                Requirements.deployment(
                        Files.createDirectory(folder.resolve("service")), Map.of(), 2, List.of());
        deployment.start();
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        cli.settleIn(deployment);
        cli.enrol("web1", cli.mint().orFail().out().strip()).orFail();
        cli.operator("log", "mirror", mirror()).orFail();
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private static String mirror() {
        return folder.resolve("mirror").toString();
    }

    private static Fields status() {
        return parse(cli.operator("status", "--json").out());
    }

    private static Fields parse(String json) {
        return Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitOk(String name) {
        Gate.await(
                () ->
                        status().objects("voters").stream()
                                .anyMatch(
                                        each ->
                                                each.text("name").equals(name)
                                                        && each.text("state").equals("ok")));
    }

    private static Runbook runbook() {
        try {
            Path where = Files.createDirectory(folder.resolve("runbook"));
            return Runbook.open(HEADING, where, deployment, cli);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home(String member) {
        return deployment.home().resolve(member);
    }

    private static void destroy(String member) {
        deployment.members().program(member).kill();
        try {
            Files.move(home(member), folder.resolve("destroyed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(1)
    void aDestroyedMemberIsReplacedAndAnotherMayGoWhileTheLogGoesOn(TestReporter reporter)
            throws Exception {
        Map<String, String> names = Map.of("LOST", LOST, "MEMBER_HOME", home(LOST).toString());
        Writers writers = new Writers(deployment, "replaced");
        writers.during(
                () -> {
                    writers.awaitMore(20);
                    destroy(LOST);
                    writers.awaitMore(20);
                    Runbook runbook = runbook();
                    runbook.follow(0, names);
                    runbook.follow(1, names);
                    deployment.members().program(LOST).start();
                    String said = runbook.follow(2, names);
                    assertThat(said).contains("anchors of version 2 are in force");
                    awaitOk(LOST);
                    writers.awaitMore(20);
                    deployment.members().program("member-2").kill();
                    writers.awaitMore(20);
                    Soak.pause(AWAY);
                    writers.awaitMore(20);
                    deployment.members().program("member-2").start();
                    awaitOk("member-2");
                });

        reporter.publishEntry("writes", Long.toString(writers.done()));
        assertThat(writers.failures()).isEmpty();
        assertThat(status().objects("voters"))
                .extracting(each -> each.text("state"))
                .containsOnly("ok");
        assertThat(cli.operator("audit", "entries", "--kind", "anchors.replaced", "--json").out())
                .contains("anchors.replaced");
    }

    @Test
    @Order(2)
    void hostsAndCopiesOfTheLogFollowAndVerifyWhatWasBefore() {
        cli.host("sync", "web1").orFail();
        cli.operator("log", "mirror", mirror()).orFail();
        cli.operator("verify", "log", mirror()).orFail();
        cli.operator("verify", "host", cli.hostFolder("web1").toString(), "--log", mirror())
                .orFail();
        assertThat(cli.hostFolder("web1").resolve("succession-2.json")).exists();
        assertThat(cli.operator("anchors", "show", "--json").orFail().out())
                .contains("\"version\"");
        cli.operator("audit", "integrity").orFail();
        cli.enrol("web2", cli.mint().orFail().out().strip()).orFail();
        VerifiedLog log = VerifiedLog.of(cli, deployment, folder.resolve("another"));
        assertThat(log.doubles()).isEmpty();
    }

    @Test
    @Order(3)
    void sentAgainItChangesNothingAndAfterARestartAllStandsAsItDid() {
        String change = folder.resolve("runbook/change.cbor").toString();
        cli.operator("anchors", "publish", change).orFail();
        deployment.whileStopped(() -> {});
        cli.describe("after the restart").orFail();
        cli.host("sync", "web1").orFail();
        deployment.members().program("member-2").kill();
        cli.describe("with the first and the new one").orFail();
        assertThat(
                        parse(cli.operator("anchors", "show", "--json").orFail().out())
                                .number("version"))
                .isEqualTo(2);
    }
}
