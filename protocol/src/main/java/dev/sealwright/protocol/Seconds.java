package dev.sealwright.protocol;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times on the wire: unsigned whole seconds since the epoch, until the end of the year 9999. */
public final class Seconds {
    /** 9999-12-31T23:59:59Z, the last time X.509 can write. */
    public static final long MAX = 253_402_300_799L;

    private Seconds() {}

    public static Instant truncate(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    public static Instant of(long seconds) {
        if (seconds < 0 || seconds > MAX) {
            throw new MalformedException("a time out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** {@code time}, if it is a whole second in range. */
    public static Instant require(Instant time) {
        if (time.getNano() != 0 || time.getEpochSecond() < 0 || time.getEpochSecond() > MAX) {
            throw new MalformedException("a time that is no whole second in range");
        }
        return time;
    }
}
