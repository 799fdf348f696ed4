package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The unseal leaves that were used, for as long as one could be used again. In memory: what was
 * logged before this service started is refused, so nothing that it forgot counts. Safe for
 * concurrent use.
 */
final class UsedLeaves {
    /** 3 495 a second, for the five minutes that a leaf is good; in 85 MiB at most. */
    private static final int MAX = 1 << 20;

    /** What ends within the same 16 seconds is forgotten together. */
    private static final int SLICE_BITS = 4;

    private final long firstIndex;
    private final NavigableMap<Long, UseTable> slices = new TreeMap<>();
    private Instant latest = Instant.EPOCH;

    /**
     * @param firstIndex size of the log when this service started
     */
    UsedLeaves(long firstIndex) {
        this.firstIndex = firstIndex;
    }

    /**
     * Uses a leaf for a request; again for the same one.
     *
     * @param leaf its hash, 32 bytes
     * @param request digest of all that is asked, 32 bytes
     * @param end when its time is over; one leaf's is always the same
     */
    synchronized void use(long index, Bytes leaf, Bytes request, Instant end, Instant now) {
        Refusals.require(
                index >= firstIndex,
                RefusalCode.STALE,
                "the unseal leaf was logged before the key service started");
        forgetUntil(now);
        Refusals.require(
                !end.isBefore(latest), RefusalCode.WINDOW, "the unseal leaf's time is over");
        UseTable table = slices.computeIfAbsent(slice(end), _ -> new UseTable());
        Refusals.require(
                size() < MAX || table.holds(leaf),
                RefusalCode.OVERLOADED,
                "too many unsealings at once");
        Refusals.require(
                table.use(leaf, request),
                RefusalCode.USED,
                "the unseal leaf was used for another request");
    }

    private int size() {
        return slices.values().stream().mapToInt(UseTable::size).sum();
    }

    /** A clock that goes back brings nothing back that was forgotten. */
    private void forgetUntil(Instant now) {
        latest = now.isAfter(latest) ? now : latest;
        slices.headMap(slice(latest), false).clear();
    }

    private static long slice(Instant time) {
        return time.getEpochSecond() >> SLICE_BITS;
    }
}
