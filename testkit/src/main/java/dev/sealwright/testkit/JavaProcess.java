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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java program of this JVM's class path in a process of its own, which a test may kill.
 *
 * <pre>{@code
 * JavaProcess service = JavaProcess.start("…Main", environment, folder.resolve("service.log"));
 * service.await(() -> answers(), Duration.ofSeconds(60));
 * service.kill();
 * }</pre>
 */
public final class JavaProcess implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int SHOWN = 4_000;

    private final String mainClass;
    private final Process process;
    private final Path output;

    private JavaProcess(String mainClass, Process process, Path output) {
        this.mainClass = mainClass;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a program.
     *
     * @param environment added to this JVM's
     * @param output file that what it prints is appended to
     */
    public static JavaProcess start(
            String mainClass, Map<String, String> environment, Path output, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(mainClass, builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it does what it was started for; fails with its last words if it ends before. */
    public void await(BooleanSupplier ready, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        mainClass + " ended with " + process.exitValue() + ": " + lastWords());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        mainClass + " was not ready after " + longest + ": " + lastWords());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a program", e);
        }
    }

    /** SIGKILL, as when the power fails: nothing of the program runs any more. */
    public void kill() {
        process.destroyForcibly();
        waitFor(Duration.ofSeconds(30));
    }

    /** SIGTERM. */
    public void stop() {
        process.destroy();
        waitFor(Duration.ofSeconds(30));
    }

    /** Waits for its end. */
    public int waitFor(Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(mainClass + " does not end: " + lastWords());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program ran", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed, and what others did into the same file. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() {
        String all = output();
        return all.substring(Math.max(0, all.length() - SHOWN));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
