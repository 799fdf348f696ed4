package dev.sealwright.operator.health;

import java.time.Duration;
import java.time.Instant;

/** Judges how long something still lasts. */
record Expiry(Duration warn) {
    /** The listeners' certificate replaces itself in the middle of its week. */
    static final Expiry CERTIFICATE = new Expiry(Duration.ofDays(2));

    /** What takes a ceremony has to be planned. */
    static final Expiry CEREMONY = new Expiry(Duration.ofDays(30));

    Finding of(String line, Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            return Finding.failed(line, "expired " + end);
        }
        String detail = left.toDays() + " days left, until " + end;
        return left.compareTo(warn) < 0
                ? Finding.failed(line, detail + ": replace it now")
                : Finding.ok(line, detail);
    }
}
