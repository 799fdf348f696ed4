package dev.sealwright.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of our programs as a process of its own, on the class path of the tests. */
final class JavaProgram implements AutoCloseable {
    private final String mainClass;
    private final Map<String, String> environment;
    private final Path log;
    private Optional<Process> process = Optional.empty();

    JavaProgram(String mainClass, Map<String, String> environment, Path log) {
        this.mainClass = mainClass;
        this.environment = environment;
        this.log = log;
    }

    synchronized void start(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx384m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-CreateCoredumpOnCrash",
                                "-XX:ErrorFile=" + log.resolveSibling("crash.txt"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = Optional.of(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end, which must be a good one. */
    void run(String... arguments) {
        start(arguments);
        try {
            Process running = process.orElseThrow();
            if (!running.waitFor(120, TimeUnit.SECONDS) || running.exitValue() != 0) {
                throw new IllegalStateException(mainClass + " failed: " + said());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    synchronized boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Whether it did not say that starting it again heals nothing (exit status 2 and 3). */
    synchronized boolean mayHelpToStartAgain() {
        return process.filter(ended -> ended.exitValue() == 2 || ended.exitValue() == 3).isEmpty();
    }

    /** Ends it as a crash does (-9). */
    synchronized void kill() {
        process.ifPresent(running -> running.destroyForcibly().onExit().join());
    }

    /** Ends it as an administrator does. */
    @Override
    public synchronized void close() {
        process.ifPresent(
                running -> {
                    running.destroy();
                    running.onExit().completeOnTimeout(running, 20, TimeUnit.SECONDS).join();
                    running.destroyForcibly();
                });
    }

    /** What of it is in memory now, in MiB; 0 where the system does not tell. */
    synchronized long residentMib() {
        Path status = Path.of("/proc/" + process.map(Process::pid).orElse(0L) + "/status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** The end of its log. */
    String said() {
        try {
            String text = Files.exists(log) ? Files.readString(log) : "";
            return text.substring(Math.max(0, text.length() - 4000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
