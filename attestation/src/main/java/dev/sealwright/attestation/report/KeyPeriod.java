package dev.sealwright.attestation.report;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import java.time.Instant;
import java.util.Optional;

/**
 * What the service says of a key's life (NIST SP 800-57 part 1): what it is for, where it stands,
 * and from when until when it is to be used.
 *
 * @param purpose such as {@code log} or {@code encryption}
 * @param version from 1
 * @param state such as {@code active} or {@code deactivated}
 * @param activated from when it protected what was new; absent while it is pending
 * @param deactivated from when another version did
 * @param originatorEnd until when it is to protect anything new
 * @param recipientEnd until when what it protected is to be read; absent for no end
 */
public record KeyPeriod(
        String purpose,
        long version,
        String state,
        Optional<Instant> activated,
        Optional<Instant> deactivated,
        Optional<Instant> originatorEnd,
        Optional<Instant> recipientEnd) {
    private static final String ACTIVE = "active";
    private static final int MAX_WORD = 64;

    public KeyPeriod {
        if (purpose.length() > MAX_WORD || state.length() > MAX_WORD || version < 1) {
            throw new MalformedException("a report with an impossible period of a key");
        }
        activated.ifPresent(Seconds::require);
        deactivated.ifPresent(Seconds::require);
        originatorEnd.ifPresent(Seconds::require);
        recipientEnd.ifPresent(Seconds::require);
        if (activated.isPresent() != originatorEnd.isPresent()) {
            throw new MalformedException("a period of a key without its beginning or its end");
        }
    }

    /** Whether it protects what is new. */
    boolean isActive() {
        return state.equals(ACTIVE);
    }

    /** Whether its time to do so is over. */
    boolean isOver(Instant now) {
        return originatorEnd.filter(end -> !now.isBefore(end)).isPresent();
    }
}
