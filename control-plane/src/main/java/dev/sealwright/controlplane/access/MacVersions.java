package dev.sealwright.controlplane.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of the service's key {@code mac} in the HSM, as the log tells of them. */
public interface MacVersions {
    /**
     * A version under which secrets are derived.
     *
     * @param number from 1
     * @param replaced from when another one derived what is new
     */
    record MacVersion(long number, Optional<Instant> replaced) {
        /** Whether it is the newest, or was until not longer than this ago. */
        boolean isRecent(Duration age, Instant now) {
            return replaced.filter(time -> time.plus(age).isBefore(now)).isEmpty();
        }
    }

    /** Those that count, the newest first: none that is disabled, to be destroyed or destroyed. */
    List<MacVersion> open();
}
