package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * The end of an org's plain hash chain: from 32 zero bytes, with each leaf of the org SHA-256(head
 * ‖ leaf).
 *
 * @param length leaves chained, also the position of the next
 * @param head 32 bytes
 */
public record OrgChain(long length, Bytes head) {
    public static final OrgChain EMPTY = new OrgChain(0, Bytes.zeros(Sha256.SIZE));

    /** The chain after one more leaf, as it is encoded. */
    public OrgChain next(Bytes leaf) {
        return new OrgChain(length + 1, Sha256.of(head, leaf));
    }
}
