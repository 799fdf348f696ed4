package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where a look at the queue begins. */
final class QueueStartTest {
    private static final Duration TICK = QueueStart.LAG.dividedBy(5);
    private static final long NOTHING = Long.MAX_VALUE;

    private long now = Duration.ofDays(1).toNanos();
    private final QueueStart start = new QueueStart(() -> now);

    private long look() {
        now += TICK.toNanos();
        return start.forLook();
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    @Test
    void theFirstLookIsWhole() {
        assertThat(start.forLook()).isEqualTo(QueueStart.FIRST);
    }

    @Test
    void itFollowsWhatWaitsAfterAWhile() {
        start.forLook();
        for (long lowest = 100; lowest < 105; lowest++) {
            assertThat(look()).isEqualTo(QueueStart.FIRST);
            start.found(lowest, 200);
        }
        for (long lowest = 105; lowest < 110; lowest++) {
            assertThat(look()).isEqualTo(QueueStart.FIRST);
            start.found(lowest, 200);
        }
        assertThat(look()).isEqualTo(104);
    }

    @Test
    void whereNothingWaitsItComesToBehindTheLastThatDid() {
        start.forLook();
        start.found(7, 9);
        for (int i = 0; i < 11; i++) {
            look();
            start.found(NOTHING, QueueStart.FIRST);
        }
        assertThat(look()).isEqualTo(10);
    }

    @Test
    void itNeverPassesWhatWaits() {
        start.forLook();
        for (int i = 0; i < 100; i++) {
            assertThat(look()).isLessThanOrEqualTo(42);
            start.found(42, 1_000 + i);
        }
    }

    @Test
    void nowAndThenALookIsWhole() {
        start.forLook();
        for (int i = 0; i < 12; i++) {
            look();
            start.found(1_000, 2_000);
        }
        assertThat(look()).isEqualTo(1_000);
        passes(QueueStart.WHOLE);
        assertThat(look()).isEqualTo(QueueStart.FIRST);
        assertThat(look()).isEqualTo(1_000);
    }

    @Test
    void whereTheDatabaseWasSetBackItGoesBackToo() {
        start.forLook();
        for (int i = 0; i < 12; i++) {
            look();
            start.found(1_000, 2_000);
        }
        for (int i = 0; i < 12; i++) {
            look();
            start.found(5, 6);
        }
        assertThat(look()).isEqualTo(5);
    }
}
