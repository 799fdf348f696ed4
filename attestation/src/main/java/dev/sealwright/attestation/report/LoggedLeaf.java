package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * A leaf that a report rests on; its proof stands in the report's file.
 *
 * @param index its place in the log
 * @param leaf its encoding
 */
public record LoggedLeaf(long index, Bytes leaf) {
    public LoggedLeaf {
        if (index < 0 || leaf.isEmpty()) {
            throw new MalformedException("not a leaf of a report");
        }
    }
}
