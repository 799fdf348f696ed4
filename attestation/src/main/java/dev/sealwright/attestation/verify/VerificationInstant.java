package dev.sealwright.attestation.verify;

import dev.sealwright.protocol.MalformedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** The moment, in whole seconds, at which everything about one piece of evidence is judged. */
public record VerificationInstant(Instant value) {
    public VerificationInstant {
        value = value.truncatedTo(ChronoUnit.SECONDS);
    }

    public static VerificationInstant now(InstantSource time) {
        return new VerificationInstant(time.instant());
    }

    /** Reads for example {@code 2025-06-20T00:00:00Z}. */
    public static VerificationInstant parse(String text) {
        try {
            return new VerificationInstant(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new MalformedException("not an instant such as 2025-06-20T00:00:00Z", e);
        }
    }

    public Date date() {
        return Date.from(value);
    }

    /** Both ends count. */
    public boolean within(Instant from, Instant to) {
        return !value.isBefore(from) && !value.isAfter(to);
    }
}
