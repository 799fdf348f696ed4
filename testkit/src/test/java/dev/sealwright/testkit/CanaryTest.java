package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

final class CanaryTest {
    private static final Logger LOG = LoggerFactory.getLogger(CanaryTest.class);

    private final Canary canary = new Canary();

    private String logged(Runnable action) {
        CapturedLog log = CapturedLog.begin();
        action.run();
        return log.end();
    }

    @Test
    void aSecretInAMessageIsFoundEvenBelowWhatTheConsoleShows() {
        assertThat(canary.search(logged(() -> LOG.debug("got {}", canary.secret()))))
                .containsExactly("the log");
    }

    @Test
    void aSecretInAnExceptionIsFound() {
        var cause = new IllegalStateException("bad: " + canary.secret());

        assertThat(canary.search(logged(() -> LOG.debug("failed", new RuntimeException(cause)))))
                .containsExactly("the log");
    }

    @Test
    void aSecretInTheContextIsFound() {
        String log =
                logged(
                        () -> {
                            MDC.put("who", canary.secret());
                            LOG.debug("something");
                            MDC.remove("who");
                        });

        assertThat(canary.search(log)).containsExactly("the log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "base64", "hex"})
    void aSecretInAFileIsFoundInEachForm(String form, @TempDir Path folder) throws IOException {
        byte[] bytes = canary.secret().getBytes(StandardCharsets.US_ASCII);
        String written =
                switch (form) {
                    case "base64" -> Base64.getEncoder().encodeToString(bytes);
                    case "hex" -> HexFormat.of().formatHex(bytes);
                    default -> canary.secret();
                };
        Path file = Files.createDirectories(folder.resolve("deep")).resolve("file");
        Files.write(file, ("\0\1" + written + "\377").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(canary.watch(folder).search("")).containsExactly(file.toString());
        assertThat(canary.allow(file).search("")).isEmpty();
    }

    @Test
    void aSecretInAnAnswerIsFound() {
        canary.watch("the answer", () -> "{\"secret\":\"" + canary.secret() + "\"}");

        assertThat(canary.search("")).containsExactly("the answer");
    }

    @Test
    void nothingIsFoundWhereNothingStands(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "harmless");

        assertThat(canary.watch(folder).watch(folder.resolve("absent")).search("harmless"))
                .isEmpty();
    }
}
