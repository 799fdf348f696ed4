package dev.sealwright.client.standin;

import dev.sealwright.client.terminal.Surroundings;
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
    /** Runs a program as its entry point would. */
    public static Session run(
            BiFunction<Surroundings, String[], Integer> program,
            Path home,
            InstantSource clock,
            String in,
            String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings =
                new Surroundings(
                        Map.of(),
                        home,
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false,
                        clock,
                        new SecureRandom());
        int code = program.apply(surroundings, arguments);
        return new Session(code, out.toString(), err.toString());
    }
}
