package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers wait without limits of their own, and rely on it. */
final class SessionWatchTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Also for the log, which asks it what happened. */
    private static final class NoMemory extends OutOfMemoryError {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw this;
        }
    }

    private static Pkcs11Config config() {
        return new Pkcs11Config(
                Path.of("module.so"),
                "token",
                Path.of("user.pin"),
                1,
                1,
                LONG,
                Duration.ofMillis(1),
                Optional.empty());
    }

    @Test
    void itLooksAgainThoughItCannotEvenSayWhatFailed() throws Exception {
        var looks = new CountDownLatch(3);
        SessionWatch watch =
                SessionWatch.of(
                        config(),
                        _ -> {
                            looks.countDown();
                            throw new NoMemory();
                        });
        watch.start();
        try {
            assertThat(looks.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.stop();
        }
    }
}
