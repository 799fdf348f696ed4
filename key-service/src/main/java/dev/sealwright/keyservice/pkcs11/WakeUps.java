package dev.sealwright.keyservice.pkcs11;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Callers that have their answer and are still to be woken. To wake a thread costs about as much as
 * a call on a fast token, most of it in the operating system and once for all that are woken
 * together. So a session that has more to do goes on first: while calls wait, it is all the same to
 * how long a call takes on the whole whether its caller waits before it or after it.
 *
 * <p>Used by the session's thread alone, {@link #wakeNoted} aside.
 */
final class WakeUps {
    private static final int MOST = 64;

    /** Fewer that wait may be a coincidence; who wakes late then only makes calls longer. */
    private static final int CROWD = 8;

    /** How long the woken may need until they have brought new calls. */
    private static final long RETURN_NANOS = 200_000;

    private static final long LONGEST_NANOS = 500_000;

    /** The part of the time until its answer for which a call may wait after it. */
    private static final int PART = 2;

    private final AtomicReferenceArray<Optional<Call<?>>> noted = new AtomicReferenceArray<>(MOST);

    /**
     * Who was given others to wake, until it is known that he did. A thread may die at any step,
     * for want of memory or of stack, and nobody else knows whom it was given.
     */
    private final Queue<Call<?>> entrusted = new ConcurrentLinkedQueue<>();

    private int count;
    private long until;

    WakeUps() {
        for (int i = 0; i < MOST; i++) {
            noted.setPlain(i, Optional.empty());
        }
    }

    /**
     * Notes a caller. Wakes all when the calls that wait might run out before the woken ones have
     * brought new ones, and when there is no room or time for another.
     *
     * @param began when the session last went into the module, of {@link System#nanoTime}
     * @param now when it had the answer, likewise
     * @param waiting how many calls wait for a session
     */
    void add(Call<?> call, long began, long now, int waiting) {
        if (count == 0) {
            until = now + Math.max(LONGEST_NANOS, (now - call.made()) / PART);
        }
        noted.setRelease(count++, Optional.of(call));
        boolean mayRunOut =
                2 * count >= waiting && (waiting < CROWD || waiting * (now - began) < RETURN_NANOS);
        if (mayRunOut || count == MOST || now - until >= 0) {
            wakeAll();
        }
    }

    /** Wakes one of them, who wakes the others: the session's thread has better things to do. */
    void wakeAll() {
        List<Call<?>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            noted.getPlain(i).ifPresent(all::add);
        }
        boolean woken = false;
        for (int i = 0; i < count && !woken; i++) {
            woken = all.get(i).wakeWith(all.subList(i + 1, count));
            if (woken && i + 1 < count) {
                entrust(all.get(i));
            }
        }
        // Not earlier: until here, this is where the watch finds them.
        for (int i = 0; i < count; i++) {
            noted.setRelease(i, Optional.empty());
        }
        count = 0;
    }

    private void entrust(Call<?> heir) {
        entrusted.removeIf(Call::hasLeft);
        entrusted.add(heir);
    }

    /**
     * Wakes, from any thread, those whom the session's thread has not come to wake, and those whom
     * it left to a caller. To be woken twice is harmless.
     */
    void wakeNoted() {
        for (int i = 0; i < MOST; i++) {
            noted.getAcquire(i).ifPresent(Call::wake);
        }
        for (Iterator<Call<?>> heirs = entrusted.iterator(); heirs.hasNext(); ) {
            heirs.next().wakeCompanions();
            heirs.remove();
        }
    }
}
