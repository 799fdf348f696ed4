package dev.sealwright.client.terminal;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one secret line from standard input, so that it never stands in an argument list. */
public final class SecretInput {
    private static final int MAX_BYTES = 4096;

    private SecretInput() {}

    /**
     * Prompts on the terminal, without echo, if a person is there. The line comes back without its
     * end.
     */
    public static String line(Surroundings surroundings, String prompt) {
        String line = (surroundings.interactive() ? typed(prompt) : read(surroundings)).strip();
        if (line.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "standard input gave nothing where " + prompt + " was expected",
                    "pipe it in, or type it at the prompt");
        }
        return line;
    }

    @SuppressWarnings("SystemConsoleNull") // declared nullable, whatever the JDK does
    private static String typed(String prompt) {
        Console console = System.console();
        char[] line = console == null ? null : console.readPassword("%s: ", prompt);
        if (line == null) {
            return "";
        }
        try {
            return new String(line);
        } finally {
            Arrays.fill(line, ' ');
        }
    }

    private static String read(Surroundings surroundings) {
        byte[] line = new byte[MAX_BYTES];
        int length = 0;
        try {
            for (int next = surroundings.in().read();
                    next >= 0 && next != '\n';
                    next = surroundings.in().read()) {
                if (length == MAX_BYTES) {
                    throw new CommandFailure(
                            ExitCode.MALFORMED,
                            "the line on standard input is too long",
                            "pipe in one line and nothing else");
                }
                line[length++] = (byte) next;
            }
            return new String(line, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
