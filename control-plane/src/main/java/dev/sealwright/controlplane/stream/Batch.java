package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.audit.AuditEntry;
import dev.sealwright.protocol.Bytes;
import java.util.List;

/**
 * Entries without a gap, in the order of the log.
 *
 * @param first index of the first
 * @param lines each entry, and its JSON without a line's end
 */
record Batch(long first, List<Line> lines) {
    Batch {
        lines = List.copyOf(lines);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).entry().leafIndex() != first + i) {
                throw new IllegalArgumentException("a batch with a gap at " + (first + i));
            }
        }
    }

    /**
     * An entry.
     *
     * @param json the same as UTF-8 text
     */
    record Line(AuditEntry entry, Bytes json) {}

    /** Index of the last. */
    long last() {
        return first + lines.size() - 1;
    }
}
