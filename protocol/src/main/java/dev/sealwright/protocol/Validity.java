package dev.sealwright.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * From when until when something counts, in whole seconds since the epoch. Clocks may differ by
 * {@link #SKEW}: a time is accepted iff {@code notBefore − 60 s ≤ now ≤ expires + 60 s}.
 */
public record Validity(Instant notBefore, Instant expires) {
    public static final Duration SKEW = Duration.ofSeconds(60);

    public Validity {
        Seconds.require(notBefore);
        Seconds.require(expires);
        if (!notBefore.isBefore(expires)) {
            throw new MalformedException("a validity that ends before it begins");
        }
    }

    public static Validity starting(Instant notBefore, Duration length) {
        Instant start = Seconds.truncate(notBefore);
        return new Validity(start, Seconds.truncate(start.plus(length)));
    }

    public Duration length() {
        return Duration.between(notBefore, expires);
    }

    public boolean notYet(Instant now) {
        return now.isBefore(notBefore.minus(SKEW));
    }

    public boolean over(Instant now) {
        return now.isAfter(expires.plus(SKEW));
    }

    public boolean contains(Instant now) {
        return !notYet(now) && !over(now);
    }

    /**
     * Throws {@link VerificationException} with the reason EXPIRED or NOT_YET_VALID unless {@code
     * now} is inside.
     */
    public void check(Instant now, String what) {
        if (notYet(now)) {
            throw new VerificationException(
                    VerificationException.Reason.NOT_YET_VALID,
                    what + " is not valid before " + notBefore);
        }
        if (over(now)) {
            throw new VerificationException(
                    VerificationException.Reason.EXPIRED, what + " expired at " + expires);
        }
    }
}
