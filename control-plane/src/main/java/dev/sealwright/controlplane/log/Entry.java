package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.TreeHash;
import java.time.Instant;
import java.util.UUID;

/**
 * A stored leaf. All but index and leaf follow from the leaf and the entries before it.
 *
 * @param leaf empty once its bytes went: its hash is all there is then
 * @param orgSeq position in the chain of its organisation
 * @param orgPrevHash head of that chain before this leaf
 * @param lasting whether its bytes stay for ever, see {@link
 *     dev.sealwright.protocol.leaf.LeafBody#lasting}
 */
public record Entry(
        long index,
        UUID id,
        Bytes leaf,
        Bytes leafHash,
        String type,
        Instant time,
        Bytes org,
        long orgSeq,
        Bytes orgPrevHash,
        boolean lasting) {

    static Entry of(long index, AdmittedLeaf leaf, OrgChain chain) {
        return of(index, leaf.pending().leaf(), leaf.hash(), leaf.decoded(), chain);
    }

    static Entry of(long index, Bytes leaf, Leaf decoded, OrgChain chain) {
        return of(index, leaf, TreeHash.leaf(leaf), decoded, chain);
    }

    private static Entry of(long index, Bytes leaf, Bytes hash, Leaf decoded, OrgChain chain) {
        return new Entry(
                index,
                LeafIds.uuid(decoded.id()),
                leaf,
                hash,
                decoded.type(),
                decoded.time(),
                decoded.org(),
                chain.length(),
                chain.head(),
                decoded.body().lasting());
    }

    /** The entry that these bytes make at this place. */
    static Entry of(long index, Bytes leaf, OrgChain chain) {
        return of(index, leaf, LeafCodec.decode(leaf), chain);
    }

    public boolean gone() {
        return leaf.isEmpty();
    }

    /** Of one whose bytes are there. */
    OrgChain chainAfter() {
        return new OrgChain(orgSeq, orgPrevHash).next(leaf);
    }
}
