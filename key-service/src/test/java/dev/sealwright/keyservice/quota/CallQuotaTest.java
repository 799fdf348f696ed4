package dev.sealwright.keyservice.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one caller may ask for, whatever another asks. */
final class CallQuotaTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final CallQuota quota =
            new CallQuota(
                    new CallLimits(
                            new Rate(1, 10), new Rate(1, 5), Map.of("describe", new Rate(1, 2))));

    private int granted(String caller, String operation, Instant now) {
        int granted = 0;
        while (quota.call(caller, operation, now)) {
            granted++;
        }
        return granted;
    }

    @Test
    void eachCallerHasABucketOfEachOperation() {
        assertThat(granted("a", "issue", NOW)).isEqualTo(5);
        assertThat(granted("a", "describe", NOW)).isEqualTo(2);
        assertThat(granted("b", "issue", NOW)).isEqualTo(5);
        assertThat(granted("a", "issue", NOW)).isZero();
    }

    @Test
    void whatWasTakenComesBackWithTime() {
        granted("a", "issue", NOW);
        assertThat(granted("a", "issue", NOW.plusSeconds(3))).isEqualTo(3);
    }

    @Test
    void leavesAreGrantedAsFarAsTheyGo() {
        assertThat(quota.leaves("a", 8, NOW)).isEqualTo(8);
        assertThat(quota.leaves("a", 8, NOW)).isEqualTo(2);
        assertThat(quota.leaves("a", 8, NOW)).isZero();
        assertThat(quota.leaves("b", 8, NOW)).isEqualTo(8);
    }
}
