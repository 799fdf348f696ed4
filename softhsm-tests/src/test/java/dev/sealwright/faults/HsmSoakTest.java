package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short one with a fixed seed; {@code ./sealwright bench hsm-soak} is the long one. */
final class HsmSoakTest {
    private static final long SEED = 20261127;

    @TempDir private Path folder;

    @Test
    void noCallFailsWhileTheHsmMeetsAFaultEachTenthOfASecond() {
        try (Deployment deployment = Requirements.deployment(folder)) {
            HsmSoakReport report =
                    new HsmSoak(deployment, SEED, 0).run(Duration.ofSeconds(6), _ -> {});

            assertThat(report.calls().failures()).hasSizeLessThanOrEqualTo((int) report.hung());
            assertThat(report.calls().calls()).containsOnlyKeys(HsmCalls.Operation.values());
            assertThat(report.logAgrees()).isTrue();
        }
    }
}
