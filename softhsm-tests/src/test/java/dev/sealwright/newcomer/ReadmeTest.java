package dev.sealwright.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's commands, typed by somebody whose home folder is empty, in a fresh clone. */
class ReadmeTest {
    private final Repository repository = Repository.here();

    @TempDir Path empty;

    @Test
    void opensWithTheTwoCommands() {
        assertThat(repository.commandsOf("README.md"))
                .startsWith("./sealwright demo", "./sealwright test");
    }

    /** This very run is what CI makes of README's other command. */
    @Test
    void ciRunsTheTestCommandAndNothingLess() {
        assertThat(Repository.read(repository.root().resolve(".ci/run")))
                .contains("./sealwright test");
    }

    @Test
    void theDemoVerifiesEveryStepInAFreshClone() throws Exception {
        Path clone = empty.resolve("clone");
        run(repository.root(), List.of("git", "clone", "-q", ".", clone.toString()));

        String said =
                run(clone, List.of("sh", "-c", repository.commandsOf("README.md").getFirst()));

        assertThat(said).contains("bootstrap", "enrolment", "policy", "activation", "renewal");
        assertThat(said).doesNotContain("FAILED", "not verified");
        assertThat(clone.resolve(".sealwright")).doesNotExist();
    }

    private String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path home = Files.createDirectories(empty.resolve("home"));
        Path output = Files.createTempFile(empty, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("SEALWRIGHT_HOME");
        builder.environment().remove("SOFTHSM2_CONF");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(15, TimeUnit.MINUTES)).as(Files.readString(output)).isTrue();
        } finally {
            process.destroy();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
