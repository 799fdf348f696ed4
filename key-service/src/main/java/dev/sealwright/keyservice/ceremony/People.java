package dev.sealwright.keyservice.ceremony;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Who sits before the program, asked before each step in which people act. */
record People(BufferedReader in) {

    /**
     * That he is there and has read what comes.
     *
     * @throws CeremonyRefusedException unless his name was typed
     */
    void confirm(String operator, Progress progress) {
        progress.step("confirm", operator + ": type your name to go on, or anything else to stop");
        if (!operator.equals(line())) {
            throw new CeremonyRefusedException(
                    operator
                            + " did not confirm, so nothing was done. Run the same command again to"
                            + " go on here, or with --abandon to end this ceremony.");
        }
    }

    private String line() {
        try {
            String line = in.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }
}
