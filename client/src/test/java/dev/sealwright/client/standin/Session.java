package dev.sealwright.client.standin;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.testkit.Planted;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiFunction;

/** One run of a program: what went in, what came out. */
public record Session(int code, String out, String err) {
    private static final int SECRET = 16;

    /** What comes in by standard input, of a URL its fragment, is secret and never comes out. */
    private Session clean() {
        if (Planted.standsIn(err) || Planted.standsIn(out)) {
            throw new AssertionError("a program printed a secret that it was given");
        }
        return this;
    }

    /** Runs a program as its entry point would. */
    public static Session run(
            BiFunction<Surroundings, String[], Integer> program,
            Path home,
            InstantSource clock,
            String in,
            String... arguments) {
        return run(program, Map.of(), home, clock, in, arguments);
    }

    /** The same with variables in its environment. */
    public static Session run(
            BiFunction<Surroundings, String[], Integer> program,
            Map<String, String> variables,
            Path home,
            InstantSource clock,
            String in,
            String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings =
                new Surroundings(
                        variables,
                        home,
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false,
                        clock,
                        new SecureRandom());
        String secret = in.strip().substring(in.strip().indexOf('#') + 1);
        if (secret.length() >= SECRET) {
            Planted.text(secret);
        }
        int code = program.apply(surroundings, arguments);
        return new Session(code, out.toString(), err.toString()).clean();
    }
}
