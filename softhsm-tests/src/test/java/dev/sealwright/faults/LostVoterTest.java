package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Fields;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * A log with three members on three tokens, each a program. Under load one after the other dies
 * (-9), stays away and returns; then one is given back an old copy of its state.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LostVoterTest {
    private static final Duration AWAY = Duration.ofSeconds(3);

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;

    @BeforeAll
    static void threeMembers() throws IOException {
        deployment =
                Requirements.deployment(
                        Files.createDirectory(folder.resolve("service")), Map.of(), 2, List.of());
        deployment.start();
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        cli.settleIn(deployment);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private static List<Fields> voters() {
        return Fields.parse(cli.operator("status", "--json").out().getBytes(StandardCharsets.UTF_8))
                .objects("voters");
    }

    private static String state(String name) {
        return voters().stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow()
                .text("state");
    }

    private static void awaitState(String name, String state) {
        Gate.await(() -> state(name).equals(state));
    }

    @Test
    @Order(1)
    void theLossOfAnyOneCostsNoRequestAndItReturns(TestReporter reporter) throws Exception {
        Writers writers = new Writers(deployment, "lost");
        writers.during(
                () -> {
                    for (String name : deployment.members().names()) {
                        JavaProgram program = deployment.members().program(name);
                        writers.awaitMore(20);
                        program.kill();
                        writers.awaitMore(20);
                        Soak.pause(AWAY);
                        program.start();
                        awaitState(name, "ok");
                    }
                    deployment.leaveKeysAlone(true);
                    deployment.keys().kill();
                    writers.awaitMore(20);
                    Soak.pause(AWAY);
                    deployment.leaveKeysAlone(false);
                    awaitState("member-1", "ok");
                });

        reporter.publishEntry("writes", Long.toString(writers.done()));
        assertThat(writers.failures()).isEmpty();
        assertThat(voters()).extracting(each -> each.text("state")).containsOnly("ok");
        VerifiedLog log = VerifiedLog.of(cli, deployment, folder.resolve("mirror"));
        assertThat(log.doubles()).isEmpty();
        cli.operator("audit", "integrity").orFail();
    }

    @Test
    @Order(2)
    void oneThatIsGivenAnOldStateIsNoticedAndNeverCountsAgain() throws IOException {
        Path journal = deployment.members().state("member-3").resolve("voter.journal");
        Path old = folder.resolve("old.journal");
        Files.copy(journal, old);
        for (int i = 0; i < 5; i++) {
            cli.describe("forgotten " + i).orFail();
        }
        awaitState("member-3", "ok");
        deployment.members().program("member-3").kill();
        Files.copy(old, journal, StandardCopyOption.REPLACE_EXISTING);
        deployment.members().program("member-3").start();

        cli.describe("after it").orFail();
        awaitState("member-3", "lost");
        cli.describe("the others go on").orFail();
        assertThat(cli.operator("audit", "entries", "--kind", "voter.lost", "--json").out())
                .contains("member-3");
        assertThat(cli.operator("status").code()).isZero();
        assertThat(cli.operator("doctor").out()).contains("member-3 is lost");
        // It does not even start: whoever restarts it is told so.
        JavaProgram program = deployment.members().program("member-3");
        program.kill();
        program.start();
        Gate.await(() -> !program.isAlive());
        assertThat(program.said()).contains("never signs again");
        assertThat(program.mayHelpToStartAgain()).isFalse();
    }

    @Test
    @Order(3)
    void afterARestartOfAllTheTwoThatRememberGoOn() {
        deployment.whileStopped(() -> {});
        cli.describe("with two of three").orFail();
        assertThat(state("member-3")).isEqualTo("lost");
        VerifiedLog.of(cli, deployment, folder.resolve("again"));
    }
}
