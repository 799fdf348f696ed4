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
    boolean unsigned() {
        return signedSize < size();
    }
}
