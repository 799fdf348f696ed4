package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class SettableClockTest {
    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");

    @Test
    void timePassesOnlyWhenATestSaysSo() {
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));

        clock.advance(Duration.ofSeconds(90));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-01T12:01:30Z"));
    }

    @Test
    void theSameClockInAnotherZoneMovesAlong() {
        SettableClock there = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.set(Instant.EPOCH);

        assertThat(there.instant()).isEqualTo(Instant.EPOCH);
    }
}
