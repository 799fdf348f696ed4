package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch that is stored and not signed yet.
 *
 * @param head the committed one
 * @param entries from the last signed size up to the head's
 * @param edge of the log with them, as far as it is known here
 */
record Committed(LogHead head, List<Entry> entries, RightEdge edge) {
    Committed {
        entries = List.copyOf(entries);
    }

    long from() {
        return head.signedSize();
    }

    /** Where the chains of the organisations stand that have leaves in it. */
    Map<Bytes, OrgChain> chains() {
        Map<Bytes, Entry> last = new HashMap<>();
        entries.forEach(entry -> last.put(entry.org(), entry));
        Map<Bytes, OrgChain> chains = new HashMap<>();
        last.forEach((org, entry) -> chains.put(org, entry.chainAfter()));
        return chains;
    }

    /** Whether others sign what comes after it. */
    boolean changesAnchors() {
        return entries.getLast().type().equals("anchors");
    }

    List<Bytes> leaves() {
        return entries.stream().map(Entry::leaf).toList();
    }
}
