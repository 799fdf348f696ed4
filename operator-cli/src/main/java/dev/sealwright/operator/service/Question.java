package dev.sealwright.operator.service;

import dev.sealwright.client.terminal.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Asks the person at the terminal. Nothing secret is asked for here: the answer is shown. */
public final class Question {
    private static final int MAX_BYTES = 4096;

    private Question() {}

    /** One line, without blanks around it; empty at the end of input. */
    public static String ask(Surroundings surroundings, String prompt) {
        surroundings.err().print(prompt + ": ");
        surroundings.err().flush();
        try {
            return line(surroundings.in());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the person agrees; where there is nobody to ask, the command line said enough. */
    public static boolean confirm(Surroundings surroundings, String what) {
        return !surroundings.interactive()
                || ask(surroundings, what + " [y/N]").equalsIgnoreCase("y");
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[MAX_BYTES];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length < MAX_BYTES) {
                line[length++] = (byte) next;
            }
        }
        return new String(line, 0, length, StandardCharsets.UTF_8).strip();
    }
}
