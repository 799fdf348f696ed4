package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The machine's C compiler, for the native pieces of tests. */
final class CCompiler {
    private static final String MISSING =
            "No C compiler (cc) is on this machine. Install one (Debian, Ubuntu: packages gcc and libc6-dev).";

    private CCompiler() {}

    /** Skips the test where there is no compiler; fails it instead where CI is set. */
    static Path required() {
        Optional<Path> found = found();
        if (found.isEmpty() && System.getenv("CI") != null) {
            throw new IllegalStateException(MISSING);
        }
        Assumptions.assumeTrue(found.isPresent(), MISSING);
        return found.orElseThrow();
    }

    private static Optional<Path> found() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin").split(":"))
                .map(folder -> Path.of(folder, "cc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Compiles one file into a shared library. */
    static void sharedLibrary(Path source, Path library) {
        List<String> command =
                List.of(
                        required().toString(),
                        "-std=c11",
                        "-O2",
                        "-Wall",
                        "-fPIC",
                        "-shared",
                        "-fvisibility=hidden",
                        "-o",
                        library.toString(),
                        source.toString(),
                        "-pthread",
                        "-ldl");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("cc could not compile " + source + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while compiling", e);
        }
    }
}
