package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The unseal leaves that were used, for as long as one could be used again. In memory: what was
 * logged before this service started is refused, so nothing that it forgot counts. Safe for
 * concurrent use.
 */
final class UsedLeaves {
    private static final int MAX = 262_144;

    private final long firstIndex;
    private final Map<Bytes, Bytes> requests = new HashMap<>();
    private final PriorityQueue<Use> ends = new PriorityQueue<>(Comparator.comparing(Use::end));
    private Instant latest = Instant.EPOCH;

    private record Use(Bytes leaf, Instant end) {}

    /**
     * @param firstIndex size of the log when this service started
     */
    UsedLeaves(long firstIndex) {
        this.firstIndex = firstIndex;
    }

    /**
     * Uses a leaf for a request; again for the same one.
     *
     * @param leaf its hash
     * @param request digest of all that is asked
     * @param end when its time is over
     */
    synchronized void use(long index, Bytes leaf, Bytes request, Instant end, Instant now) {
        Refusals.require(
                index >= firstIndex,
                RefusalCode.STALE,
                "the unseal leaf was logged before the key service started");
        forgetUntil(now);
        Refusals.require(
                !end.isBefore(latest), RefusalCode.WINDOW, "the unseal leaf's time is over");
        Bytes before = requests.get(leaf);
        if (before == null) {
            Refusals.require(
                    requests.size() < MAX, RefusalCode.OVERLOADED, "too many unsealings at once");
            requests.put(leaf, request);
            ends.add(new Use(leaf, end));
            return;
        }
        Refusals.require(
                before.equals(request),
                RefusalCode.USED,
                "the unseal leaf was used for another request");
    }

    /** A clock that goes back brings nothing back that was forgotten. */
    private void forgetUntil(Instant now) {
        latest = now.isAfter(latest) ? now : latest;
        while (!ends.isEmpty() && ends.element().end().isBefore(latest)) {
            requests.remove(ends.remove().leaf());
        }
    }
}
