package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One of our programs as a process of its own, on the class path of this JVM, which a test may kill
 * and start again.
 *
 * <pre>{@code
 * var service = new JavaProgram("…Main", environment, folder.resolve("service.log"));
 * service.start();
 * service.await(() -> answers(), Duration.ofSeconds(60));
 * service.kill();
 * }</pre>
 */
public final class JavaProgram implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);
    private static final Duration LONGEST_END = Duration.ofSeconds(20);
    private static final int SHOWN = 4_000;

    private final String mainClass;
    private final Map<String, String> environment;
    private final Path log;
    private Optional<Process> process = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param environment added to this JVM's
     * @param log file that what it prints is appended to
     */
    public JavaProgram(String mainClass, Map<String, String> environment, Path log) {
        this.mainClass = mainClass;
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    public synchronized void start(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms64m",
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
    public void run(String... arguments) {
        start(arguments);
        if (!endsWithin(LONGEST_RUN) || running().exitValue() != 0) {
            throw new IllegalStateException(mainClass + " failed: " + said());
        }
    }

    /** Waits until it does what it was started for; fails with its last words if it ends before. */
    public void await(BooleanSupplier ready, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!ready.getAsBoolean()) {
            if (endsWithin(STEP)) {
                throw new IllegalStateException(
                        mainClass + " ended with " + running().exitValue() + ": " + said());
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        mainClass + " was not ready after " + longest + ": " + said());
            }
        }
    }

    /** Waits for its end, but no longer; whether it has ended. */
    public boolean endsWithin(Duration longest) {
        try {
            return running().waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program ran", e);
        }
    }

    public synchronized boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Whether it did not say that starting it again heals nothing (exit status 2 and 3). */
    public synchronized boolean mayHelpToStartAgain() {
        return process.filter(ended -> ended.exitValue() == 2 || ended.exitValue() == 3).isEmpty();
    }

    /** Ends it as a crash or a power failure does (SIGKILL): nothing of it runs any more. */
    public synchronized void kill() {
        process.ifPresent(running -> running.destroyForcibly().onExit().join());
    }

    /** Ends it as an administrator does (SIGTERM), and at last as a crash does. */
    @Override
    public synchronized void close() {
        process.ifPresent(
                running -> {
                    running.destroy();
                    running.onExit()
                            .completeOnTimeout(running, LONGEST_END.toSeconds(), TimeUnit.SECONDS)
                            .join();
                    running.destroyForcibly();
                });
    }

    /** Its process, as it was started last. */
    public long pid() {
        return running().pid();
    }

    /** What of it is in memory now, in MiB; 0 where the system does not tell. */
    public synchronized long residentMib() {
        try {
            return ResidentMemory.kib(process.map(Process::pid).orElse(0L)) / 1024;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The end of its log. */
    public String said() {
        try {
            String text = Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
            return text.substring(Math.max(0, text.length() - SHOWN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Process running() {
        return process.orElseThrow(() -> new IllegalStateException(mainClass + " never started"));
    }
}
