package dev.sealwright.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    @Test
    void homeIsWhatTheEnvironmentSays() {
        assertThat(Surroundings.home(Map.of("HOME", "/srv/ci"), "/root"))
                .isEqualTo(Path.of("/srv/ci"));
    }

    @Test
    void withoutAFullPathThereItIsTheUsersOwn() {
        assertThat(Surroundings.home(Map.of("HOME", "relative"), "/root"))
                .isEqualTo(Path.of("/root"));
        assertThat(Surroundings.home(Map.of(), "/root")).isEqualTo(Path.of("/root"));
    }
}
