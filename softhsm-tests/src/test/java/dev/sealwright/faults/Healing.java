package dev.sealwright.faults;

import dev.sealwright.newcomer.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The launcher's function that puts back a token which SoftHSM lost in a login. */
final class Healing {
    private static final Path LAUNCHER =
            Repository.here().root().resolve("launcher/key-service.sh");

    private Healing() {}

    /**
     * Runs it.
     *
     * @param tokens the folder that SoftHSM is configured with
     */
    static void of(Path tokens) {
        try {
            Process shell =
                    new ProcessBuilder(
                                    List.of(
                                            "sh",
                                            "-euc",
                                            ". \"$1\"; softhsm_heal \"$2\"",
                                            "sh",
                                            LAUNCHER.toString(),
                                            tokens.toString()))
                            .redirectErrorStream(true)
                            .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (shell.waitFor() != 0) {
                throw new IllegalStateException("softhsm_heal failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
