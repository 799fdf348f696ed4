package dev.sealwright.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the key service's memory grew, and what of that the PKCS#11 module lost.
 *
 * @param lostPerSignature bytes that the module never gives back, as measured without the service
 */
record HsmGrowth(Moment begin, Moment end, double lostPerSignature) {
    /** What a service that keeps nothing may differ by: code, stacks and buffers come and go. */
    private static final long LIVE_KIB = 4 * 1024;

    private static final long BESIDE_KIB = 16 * 1024;

    /**
     * @param signatures that its module was asked to begin so far
     */
    record Moment(long pid, Footprint footprint, long signatures) {}

    private long live() {
        return end.footprint().live() - begin.footprint().live();
    }

    private long lost() {
        return Math.round((end.signatures() - begin.signatures()) * lostPerSignature / 1024);
    }

    /** Beside the heap, and beside what the module lost. */
    private long beside() {
        return end.footprint().beside() - begin.footprint().beside() - lost();
    }

    /** Whether it is one process still, and keeps nothing of what it does. */
    boolean isFlat() {
        return begin.pid() == end.pid() && live() <= LIVE_KIB && beside() <= BESIDE_KIB;
    }

    void describe(ObjectNode json) {
        json.put("heap_live_start_kib", begin.footprint().live())
                .put("heap_live_end_kib", end.footprint().live())
                .put("native_start_kib", begin.footprint().beside())
                .put("native_end_kib", end.footprint().beside())
                .put("signatures", end.signatures() - begin.signatures())
                .put("lost_per_signature_bytes", Math.round(lostPerSignature))
                .put("lost_by_module_kib", lost())
                .put("flat", isFlat());
    }
}
