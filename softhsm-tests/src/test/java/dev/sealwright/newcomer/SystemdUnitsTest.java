package dev.sealwright.newcomer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The units of {@code deploy/systemd} as systemd itself reads them, on a file system that has what
 * {@code docs/operate.md} tells to put there. Nothing is started.
 */
class SystemdUnitsTest {
    private static final Path UNITS = Repository.here().root().resolve("deploy/systemd");
    private static final Pattern MAIN_CLASS = Pattern.compile("(dev\\.sealwright\\.\\S+)\\s*$");

    /** What every system has, and units wait for. */
    private static final List<String> TARGETS =
            List.of("sysinit", "basic", "shutdown", "multi-user", "network-online");

    private static final List<String> PROGRAMS =
            List.of("opt/sealwright/jdk/bin/java", "usr/bin/install");

    @TempDir private Path root;

    /** How a command ended. */
    private record Ran(int code, String said) {}

    static Stream<String> units() throws IOException {
        try (Stream<Path> files = Files.list(UNITS)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList().stream();
        }
    }

    @BeforeEach
    void aSystem() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze"))),
                "systemd-analyze is not on this machine");
        Path installed = Files.createDirectories(root.resolve("etc/systemd/system"));
        for (String target : TARGETS) {
            Files.writeString(
                    installed.resolve(target + ".target"), "[Unit]\nDescription=" + target + "\n");
        }
        for (String unit : units().toList()) {
            Files.copy(UNITS.resolve(unit), installed.resolve(unit));
        }
        for (String program : PROGRAMS) {
            Path file = root.resolve(program);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void areUnderstoodToTheLastLine(String unit) {
        assertThat(verify(unit)).isEqualTo(new Ran(0, ""));
    }

    /** From 0, exposed to nothing, to 100. What is left: a JVM that compiles, and the network. */
    @ParameterizedTest
    @CsvSource({"sealwright-keys.service, 10", "sealwright.service, 20"})
    void exposeLittle(String unit, int most) {
        assertThat(exposure(unit, most).code()).isZero();
    }

    @Test
    void thatExposeMoreAreFoundOut() throws IOException {
        change("sealwright-keys.service", "NoNewPrivileges=yes\n", "");
        change("sealwright-keys.service", "CapabilityBoundingSet=\n", "");
        assertThat(exposure("sealwright-keys.service", 10).code()).isNotZero();
    }

    @Test
    void thatSystemdDoesNotUnderstandAreFoundOut() throws IOException {
        change("sealwright.service", "ProtectHome=yes", "ProtectHomes=yes");
        assertThat(verify("sealwright.service").said()).contains("ProtectHomes");
    }

    @Test
    void thatStartWhatIsNotThereAreFoundOut() throws IOException {
        Files.delete(root.resolve(PROGRAMS.getFirst()));
        assertThat(verify("sealwright.service").code()).isNotZero();
    }

    @ParameterizedTest
    @MethodSource("units")
    void startProgramsOfThisBuild(String unit) {
        List<String> started =
                Repository.read(UNITS.resolve(unit))
                        .lines()
                        .flatMap(line -> MAIN_CLASS.matcher(line).results())
                        .map(found -> found.group(1))
                        .toList();
        assertThat(started)
                .singleElement()
                .satisfies(name -> assertThat(Class.forName(name)).hasDeclaredMethods("main"));
    }

    private void change(String unit, String from, String to) throws IOException {
        Path file = root.resolve("etc/systemd/system").resolve(unit);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private Ran verify(String unit) {
        return analyze("verify", "--man=no", unit);
    }

    private Ran exposure(String unit, int most) {
        return analyze("security", "--offline=true", "--threshold=" + most, "--no-pager", unit);
    }

    private Ran analyze(String verb, String... arguments) {
        List<String> command =
                Stream.concat(
                                Stream.of("systemd-analyze", verb, "--root=" + root),
                                Stream.of(arguments))
                        .toList();
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("systemd-analyze does not end");
            }
            return new Ran(process.exitValue(), said.strip());
        } catch (IOException e) {
            throw new IllegalStateException("systemd-analyze does not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
