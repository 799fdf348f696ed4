package dev.sealwright.keyservice.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What an organisation may have done, whatever the others do. */
final class OrgQuotaTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Bytes ONE = Bytes.fromHex("01".repeat(16));
    private static final Bytes TWO = Bytes.fromHex("02".repeat(16));

    private final OrgQuota quota = new OrgQuota(new Rate(1, 2));

    @Test
    void anOrgIsChargedForItselfAlone() {
        assertThat(quota.charge(ONE, NOW)).isTrue();
        assertThat(quota.charge(ONE, NOW)).isTrue();
        assertThat(quota.charge(ONE, NOW)).isFalse();
        assertThat(quota.charge(TWO, NOW)).isTrue();
    }

    @Test
    void tokensComeBackWithTime() {
        quota.charge(ONE, NOW);
        quota.charge(ONE, NOW);
        assertThat(quota.charge(ONE, NOW.plusMillis(900))).isFalse();
        assertThat(quota.charge(ONE, NOW.plusMillis(1900))).isTrue();
    }

    @Test
    void aTokenHoldsAKeyOfSomeOrg() {
        Rate rate = new Rate(1, 1);
        assertThatThrownBy(() -> new SealLimits(rate, rate, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
