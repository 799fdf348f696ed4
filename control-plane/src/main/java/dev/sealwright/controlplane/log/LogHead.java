package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Frontier;

/**
 * Where the log stands in the database.
 *
 * @param frontier of all committed leaves
 * @param signedSize leaves under the last signed checkpoint; those beyond it await their signature
 */
record LogHead(String origin, long size, Frontier frontier, Bytes root, long signedSize) {
    /** With more leaves, none of them signed. */
    LogHead after(Frontier grown) {
        return new LogHead(origin, grown.size(), grown, grown.root(), signedSize);
    }

    /** All of it signed. */
    LogHead signed() {
        return new LogHead(origin, size, frontier, root, size);
    }

    boolean unsigned() {
        return signedSize < size();
    }
}
