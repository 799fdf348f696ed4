package dev.sealwright.keyservice.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers wait without limits of their own, and rely on it. */
final class DeadlineWatchTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Also for the log, which asks it what happened. */
    private static final class NoMemory extends OutOfMemoryError {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw this;
        }
    }

    @Test
    void itLooksAgainThoughItCannotEvenSayWhatFailed() throws Exception {
        var looks = new CountDownLatch(3);
        DeadlineWatch watch =
                DeadlineWatch.of(
                        Duration.ofMillis(1),
                        _ -> {
                            looks.countDown();
                            throw new NoMemory();
                        });
        watch.start("looks");
        try {
            assertThat(looks.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.stop();
        }
    }
}
