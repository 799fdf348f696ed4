package dev.sealwright.keyservice.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How quotas run out, and come back. */
final class AdmissionQuotaTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Bytes ONE = Bytes.uint64(1);
    private static final Bytes TWO = Bytes.uint64(2);

    private final AdmissionQuota quota =
            new AdmissionQuota(
                    new AdmissionLimits(
                            new Rate(1, 5), new Rate(1, 3), Map.of("server", new Rate(0.5, 1))));

    private int taken(String type, Bytes org, Instant now) {
        int taken = 0;
        while (quota.charge(type, org, now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void anOrgCannotTakeMoreThanItsShare() {
        assertThat(taken("event", ONE, NOW)).isEqualTo(3);
        assertThat(taken("event", TWO, NOW)).isEqualTo(2);
    }

    @Test
    void oneTypeDoesNotUseUpAnother() {
        taken("event", ONE, NOW);
        assertThat(taken("bootstrap", ONE, NOW)).isEqualTo(3);
    }

    @Test
    void tokensComeBackWithTimeUpToTheBurst() {
        taken("event", ONE, NOW);
        assertThat(taken("event", ONE, NOW.plusSeconds(2))).isEqualTo(2);
        assertThat(taken("event", ONE, NOW.plusSeconds(1000))).isEqualTo(3);
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        taken("event", ONE, NOW);
        assertThat(taken("event", ONE, NOW.minusSeconds(1000))).isZero();
        assertThat(taken("event", ONE, NOW.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void aTypeMayHaveALimitOfItsOwn() {
        assertThat(taken("server", ONE, NOW)).isEqualTo(1);
        assertThat(taken("server", ONE, NOW.plusSeconds(1))).isZero();
        assertThat(taken("server", ONE, NOW.plusSeconds(2))).isEqualTo(1);
    }

    @Test
    void aRefusedLeafChargesNothing() {
        assertThat(taken("event", ONE, NOW)).isEqualTo(3);
        for (int i = 0; i < 100; i++) {
            quota.charge("event", ONE, NOW);
        }
        assertThat(taken("event", TWO, NOW)).isEqualTo(2);
    }

    @Test
    void aRateIsPositive() {
        assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
