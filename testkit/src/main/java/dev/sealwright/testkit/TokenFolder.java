package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A SoftHSM2 configuration and the folder of tokens it names. */
public final class TokenFolder {
    private static final String VARIABLE = "SOFTHSM2_CONF";

    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    private final Path configuration;
    private final Path tokens;

    private TokenFolder(Path configuration) {
        this.configuration = configuration;
        this.tokens = configuration.resolveSibling("tokens");
    }

    /** The folder that SOFTHSM2_CONF of this JVM means. */
    static TokenFolder ofThisJvm() {
        String path = System.getenv(VARIABLE);
        if (path == null) {
            throw new IllegalStateException(
                    "SOFTHSM2_CONF is not set. The build sets it for every test JVM; elsewhere point it at a file, which"
                            + " the test writes, in an empty folder.");
        }
        var folder = new TokenFolder(Path.of(path));
        if (SWEPT.compareAndSet(false, true)) {
            folder.sweep();
        }
        return folder;
    }

    /** A folder made here, with its configuration {@code softhsm2.conf} in it. */
    public static TokenFolder create(Path where) {
        var folder = new TokenFolder(where.resolve("softhsm2.conf"));
        folder.writeConfiguration();
        return folder;
    }

    public Path configuration() {
        return configuration;
    }

    /** Where the tokens lie, a folder each. */
    public Path tokens() {
        return tokens;
    }

    /** What a program must have in its environment to see these tokens. */
    public Map<String, String> environment() {
        return Map.of(VARIABLE, configuration.toString());
    }

    /** A fresh initialised token with random PINs. */
    public SoftHsmToken newToken(String label) {
        writeConfiguration();
        Set<Path> before = present();
        String soPin = Pins.random();
        String userPin = Pins.random();
        initialise(label, soPin, userPin);
        Path made =
                present().stream()
                        .filter(path -> !before.contains(path))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "softhsm2-util left no token folder"));
        return SoftHsmToken.of(
                SoftHsmInstallation.required().module(), label, this, made, userPin, soPin);
    }

    /** Removes what an earlier JVM left here: each token makes every C_Initialize slower. */
    private void sweep() {
        if (Files.isDirectory(tokens)) {
            present().forEach(Trees::delete);
        }
    }

    synchronized void writeConfiguration() {
        try {
            Files.createDirectories(tokens);
            Files.writeString(
                    configuration,
                    "directories.tokendir = "
                            + tokens
                            + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Path> present() {
        try (Stream<Path> paths = Files.list(tokens)) {
            return paths.collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialise(String label, String soPin, String userPin) {
        List<String> command =
                List.of(
                        SoftHsmInstallation.required().utility().toString(),
                        "--init-token",
                        "--free",
                        "--label",
                        label,
                        "--so-pin",
                        soPin,
                        "--pin",
                        userPin);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        try {
            Process process = builder.start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        "softhsm2-util could not make a token: " + said.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making a token", e);
        }
    }
}
