package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import java.util.List;

/**
 * A batch that is stored and not signed yet.
 *
 * @param head the committed one
 * @param entries from the last signed size up to the head's
 */
record Committed(LogHead head, List<Entry> entries) {
    Committed {
        entries = List.copyOf(entries);
    }

    long from() {
        return head.signedSize();
    }

    List<Bytes> leaves() {
        return entries.stream().map(Entry::leaf).toList();
    }
}
