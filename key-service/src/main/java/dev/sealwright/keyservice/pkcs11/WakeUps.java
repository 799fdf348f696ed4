package dev.sealwright.keyservice.pkcs11;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Callers that have their answer and are still to be woken. To wake a thread costs about as much as
 * a call on a fast token, most of it in the operating system and once for all that are woken
 * together. So a session that has more to do goes on first, for a moment that a caller does not
 * notice.
 *
 * <p>Used by the session's thread alone, {@link #wakeNoted} aside.
 */
final class WakeUps {
    private static final int MOST = 64;
    private static final long LONGEST_NANOS = 500_000;

    private final AtomicReferenceArray<Optional<Call<?>>> noted = new AtomicReferenceArray<>(MOST);
    private int count;
    private long since;

    WakeUps() {
        for (int i = 0; i < MOST; i++) {
            noted.setPlain(i, Optional.empty());
        }
    }

    /**
     * Notes a caller. Wakes all when the calls that wait might run out before the woken ones have
     * brought new ones, and when there is no room or time for another.
     *
     * @param now of {@link System#nanoTime}
     * @param waiting how many calls wait for a session
     */
    void add(Call<?> call, long now, int waiting) {
        if (count == 0) {
            since = now;
        }
        noted.setRelease(count++, Optional.of(call));
        if (2 * count >= waiting || count == MOST || now - since >= LONGEST_NANOS) {
            wakeAll();
        }
    }

    void wakeAll() {
        for (int i = 0; i < count; i++) {
            noted.getPlain(i).ifPresent(Call::wake);
            noted.setRelease(i, Optional.empty());
        }
        count = 0;
    }

    /**
     * Wakes, from any thread, those whom the session's thread has not come to wake. To be woken
     * twice is harmless.
     */
    void wakeNoted() {
        for (int i = 0; i < MOST; i++) {
            noted.getAcquire(i).ifPresent(Call::wake);
        }
    }
}
