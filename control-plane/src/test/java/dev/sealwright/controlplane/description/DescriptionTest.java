package dev.sealwright.controlplane.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.RunningService;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The checked-in openapi.yml is what the code, the conventions and the examples make. A change of
 * the API is a change of that file, and so is seen by whoever reviews it; the full test compares it
 * with the released one.
 */
class DescriptionTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Path CHECKED_IN = Path.of("openapi.yml");
    private static final Path MADE = Path.of("target/openapi.yml");

    @Test
    void theCheckedInDescriptionIsTheOneThatTheCodeMakes() throws IOException {
        String made = Description.of(SERVICE.bean(Router.class));
        Files.writeString(MADE, made, StandardCharsets.UTF_8);

        assertThat(Files.readString(CHECKED_IN, StandardCharsets.UTF_8))
                .as(
                        "if the change is meant: cp control-plane/%s control-plane/%s",
                        MADE, CHECKED_IN)
                .isEqualTo(made);
    }

    @Test
    void itIsServedToAnyone() throws IOException {
        assertThat(SERVICE.people().get("/openapi.yml").text())
                .isEqualTo(Files.readString(CHECKED_IN, StandardCharsets.UTF_8));
    }
}
