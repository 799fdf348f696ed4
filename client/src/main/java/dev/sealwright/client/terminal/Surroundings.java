package dev.sealwright.client.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
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

    /** The variable's value, if it is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
