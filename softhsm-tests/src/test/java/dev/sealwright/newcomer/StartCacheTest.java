package dev.sealwright.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher's caches of what a program loads as it starts: they save time and change nothing.
 */
class StartCacheTest {
    private static final String PROGRAM =
            """
            package dev.sealwright;
            public final class Program {
                public static void main(String[] arguments) {
                    System.out.println("started with " + String.join(" and ", arguments));
                }
            }
            """;

    private final Repository repository = Repository.here();

    @TempDir private Path built;

    /** In a jar, since caches are not made of folders. */
    @BeforeEach
    void buildAProgram() throws Exception {
        build(PROGRAM);
    }

    private void build(String source) throws Exception {
        Files.writeString(built.resolve("Program.java"), source);
        launcher(
                """
                "$JAVA_HOME/bin/javac" -d "$root/classes" "$root/Program.java"
                "$JAVA_HOME/bin/jar" --create --file "$root/program.jar" -C "$root/classes" .
                """);
    }

    private String launcher(String commands) throws Exception {
        String script =
                """
                set -eu
                for part in say aot programs; do . "$LAUNCHER/$part.sh"; done
                class_path() { echo "$root/program.jar"; }
                program() (run_java program Program "$@")
                """
                        + commands;
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", script));
        builder.environment().put("LAUNCHER", repository.root().resolve("launcher").toString());
        builder.environment().put("root", built.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private Path cache() {
        return built.resolve("target/aot/program.aot");
    }

    @Test
    void aProgramDoesTheSameWithItsCacheWithoutItAndWithAWorthlessOne() throws Exception {
        String without = launcher("program one two");
        launcher("aot_learn program program three");
        assertThat(cache()).isNotEmptyFile();
        String with = launcher("program one two");
        Files.writeString(cache(), "no cache");
        String worthless = launcher("program one two");

        assertThat(without.strip()).isEqualTo("started with one and two");
        assertThat(with).isEqualTo(without);
        assertThat(worthless).isEqualTo(without);
    }

    @Test
    void aCacheOfAnotherBuildIsNotUsed() throws Exception {
        launcher("aot_learn program program three");

        build(PROGRAM.replace("started", "begun"));

        assertThat(launcher("program one two").strip()).isEqualTo("begun with one and two");
    }

    @Test
    void aCacheIsMadeOnceForTheSameJars() throws Exception {
        launcher("aot_learn program program three");
        Files.writeString(cache(), "an earlier one");

        launcher("aot_learn program program three");
        assertThat(cache()).hasContent("an earlier one");

        build(PROGRAM.replace("started", "begun"));
        launcher("aot_learn program program three");
        assertThat(cache()).binaryContent().hasSizeGreaterThan(100_000);
    }
}
