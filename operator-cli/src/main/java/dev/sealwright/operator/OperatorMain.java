package dev.sealwright.operator;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Version;
import dev.sealwright.protocol.SuppressForbidden;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The entry point of {@code sealwright}. */
public final class OperatorMain {
    private OperatorMain() {}

    public static void main(String[] arguments) {
        if (Version.isAskedFor(arguments)) {
            System.out.println("sealwright " + Version.text());
            return;
        }
        System.exit(Sealwright.program(surroundings()).run(arguments));
    }

    @SuppressForbidden("an entry point makes the clock and the randomness")
    private static Surroundings surroundings() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                isTerminal(),
                InstantSource.system(),
                new SecureRandom());
    }

    @SuppressWarnings("SystemConsoleNull") // declared nullable, whatever the JDK does
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
