package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * A leaf that was admitted, or followed, by its RFC 9162 leaf hash.
 *
 * @param learnt the leaf itself, if this voter learns from it once it is appended; else empty
 * @param spent subject of the approval that it used up; else empty
 */
record AdmittedLeaf(Bytes hash, LeafRole role, Bytes learnt, Bytes spent) {
    AdmittedLeaf {
        if (role == LeafRole.GONE && !(learnt.isEmpty() && spent.isEmpty())) {
            throw new MalformedException("a leaf that went, and something that is known of it");
        }
    }

    static AdmittedLeaf of(Bytes hash, LeafRole role) {
        return new AdmittedLeaf(hash, role, Bytes.EMPTY, Bytes.EMPTY);
    }
}
