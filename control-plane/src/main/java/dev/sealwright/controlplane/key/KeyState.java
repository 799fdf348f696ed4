package dev.sealwright.controlplane.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Where a key is in its life (NIST SP 800-57 part 1, section 7). */
enum KeyState {
    /** Its first version is being made. */
    PENDING,
    /** Its time has not come. */
    PRE_ACTIVE,
    ACTIVE,
    /** Suspended by its owner. */
    DISABLED,
    /** Its time is over: it verifies and signs no more. */
    EXPIRED,
    /** To be destroyed, and still to be restored. */
    DESTRUCTION_SCHEDULED,
    DESTROYED;

    private static final Duration SOON = Duration.ofDays(30);

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static KeyState of(KeyDocument document, Optional<LoggedKey> logged, Instant now) {
        if (logged.isEmpty()) {
            return PENDING;
        }
        LoggedKey key = logged.get();
        if (key.destroyed()) {
            return DESTROYED;
        }
        if (key.destruction().isPresent()) {
            return DESTRUCTION_SCHEDULED;
        }
        if (!document.enabled() || !key.enabled()) {
            return DISABLED;
        }
        if (document.activatesAt() != null && now.isBefore(document.activatesAt())) {
            return PRE_ACTIVE;
        }
        return document.expiresAt() != null && !now.isBefore(document.expiresAt())
                ? EXPIRED
                : ACTIVE;
    }

    /**
     * What its owner should know before it hurts.
     *
     * @param aged what is to be said of the version that signs for its age
     */
    static Optional<String> warning(
            KeyDocument document, Optional<LoggedKey> logged, Optional<String> aged, Instant now) {
        Instant expires = document.expiresAt();
        return switch (of(document, logged, now)) {
            case EXPIRED -> Optional.of("expired; rotating does not help, a later expires_at does");
            case ACTIVE, DISABLED, PRE_ACTIVE ->
                    expires != null && Duration.between(now, expires).compareTo(SOON) < 0
                            ? Optional.of("expires within 30 days")
                            : aged;
            case PENDING, DESTRUCTION_SCHEDULED, DESTROYED -> Optional.empty();
        };
    }
}
