package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;

/** A leaf that stands in the log the anchors name. Obtained from {@link ReceiptVerifier} only. */
public final class VerifiedLeaf {
    private final Leaf leaf;
    private final Bytes bytes;
    private final Bytes hash;
    private final long index;
    private final long treeSize;
    private final String origin;

    VerifiedLeaf(Leaf leaf, Bytes bytes, Bytes hash, long index, long treeSize, String origin) {
        this.leaf = leaf;
        this.bytes = bytes;
        this.hash = hash;
        this.index = index;
        this.treeSize = treeSize;
        this.origin = origin;
    }

    public Leaf leaf() {
        return leaf;
    }

    /** The encoding that is in the log. */
    public Bytes bytes() {
        return bytes;
    }

    /** RFC 9162 leaf hash. */
    public Bytes hash() {
        return hash;
    }

    public long index() {
        return index;
    }

    /** Leaves in the tree of the receipt's checkpoint. */
    public long treeSize() {
        return treeSize;
    }

    /** Of the log when the leaf was appended: a later epoch may have taken it over. */
    public String origin() {
        return origin;
    }

    /**
     * The body, if it is of this type. A receipt proves that a leaf is in the log, not that it is
     * the one expected.
     */
    public <T extends LeafBody> T expect(Class<T> type) {
        if (!type.isInstance(leaf.body())) {
            throw new VerificationException(Reason.LEAF_TYPE, "a leaf of type " + leaf.type());
        }
        return type.cast(leaf.body());
    }

    /** The body, if it is of this type and the leaf belongs to this org. */
    public <T extends LeafBody> T expect(Class<T> type, Bytes org) {
        T body = expect(type);
        if (!leaf.org().equals(org)) {
            throw new VerificationException(Reason.ORGANISATION, "a leaf of another organisation");
        }
        return body;
    }
}
