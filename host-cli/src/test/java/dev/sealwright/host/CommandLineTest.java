package dev.sealwright.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    @TempDir private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"init", "start", "sync", "renew", "status", "completion"})
    void everyCommandHelpsWithAnExample(String command) {
        Session session = run(command, "--help");
        assertThat(session.code()).isZero();
        assertThat(session.out()).contains("Usage: sealwright-host " + command).contains("Example");
    }

    @Test
    void theHelpListsExitCodes() {
        assertThat(run("--help").out()).contains("Exit codes:").contains("not verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "init --unknown", "status", "init a b"})
    void aWrongCommandLineIsExitCodeThree(String line) {
        Session session = run(line.split(" "));
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "sync", "renew", "start"})
    void aHostThatIsNotEnrolledIsSaidToBe(String command) {
        Session session = run(command, "web9");
        assertThat(session.code()).isEqualTo(5);
        assertThat(session.err()).contains("no enrolled host").contains("do: enrol it first");
    }

    @Test
    void failuresAreJsonWhereJsonIsAskedFor() {
        Session session = run("status", "web9", "--json");
        var error = Json.parse(session.err().getBytes(StandardCharsets.UTF_8));
        assertThat(error.get("exit_code").asInt()).isEqualTo(5);
        assertThat(error.get("remedy").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", ".hidden", ""})
    void aNameIsNoPath(String name) {
        assertThat(run("status", name).code()).isEqualTo(3);
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(run("completion", "bash").out()).contains("_complete_sealwright-host");
        assertThat(run("completion", "zsh").out()).contains("bashcompinit");
    }

    private Session run(String... arguments) {
        return Session.run(
                (surroundings, given) -> SealwrightHost.program(surroundings).run(given),
                home,
                SettableClock.at("2026-03-01T12:00:00Z"),
                "",
                arguments);
    }
}
