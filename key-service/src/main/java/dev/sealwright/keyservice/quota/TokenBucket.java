package dev.sealwright.keyservice.quota;

import java.time.Duration;
import java.time.Instant;

/** Starts full. A clock that goes back gives nothing. Not safe for concurrent use. */
final class TokenBucket {
    private final Rate rate;
    private double tokens;
    private Instant last;

    TokenBucket(Rate rate, Instant now) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.last = now;
    }

    boolean hasToken(Instant now) {
        if (now.isAfter(last)) {
            double seconds = Duration.between(last, now).toMillis() / 1000.0;
            if (seconds > 0) {
                tokens = Math.min(rate.burst(), tokens + seconds * rate.perSecond());
                last = now;
            }
        }
        return tokens >= 1;
    }

    void take() {
        tokens -= 1;
    }
}
