package dev.sealwright.client.terminal;

import dev.sealwright.protocol.SuppressForbidden;
import java.io.Console;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a program gets from outside, made once by its entry point.
 *
 * @param variables the environment
 * @param home the user's home folder
 * @param interactive whether a person sits at standard input
 */
public record Surroundings(
        Map<String, String> variables,
        Path home,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        InstantSource clock,
        SecureRandom random) {
    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /** Those of this process, to be called by its entry point with its standard streams. */
    @SuppressForbidden("an entry point makes the clock and the randomness")
    public static Surroundings ofThisProcess(InputStream in, OutputStream out, OutputStream err) {
        return new Surroundings(
                System.getenv(),
                home(System.getenv(), System.getProperty("user.home")),
                in,
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                isTerminal(),
                InstantSource.system(),
                new SecureRandom());
    }

    /** As the shell and every other program see it: Java by itself reads the list of users only. */
    static Path home(Map<String, String> variables, String ofTheUser) {
        String home = variables.getOrDefault("HOME", "");
        return Path.of(home.startsWith("/") ? home : ofTheUser);
    }

    @SuppressWarnings("SystemConsoleNull") // declared nullable, whatever the JDK does
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** The variable's value, if it is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
