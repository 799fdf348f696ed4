package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns leaf bytes and a receipt into a {@link VerifiedLeaf}: the checkpoint is of the anchors' log
 * and signed by a quorum of its voters, the leaf is under its root, and the leaf decodes. Remembers
 * the last {@value #REMEMBERED} checkpoints it verified. Safe for use by several threads.
 */
public final class ReceiptVerifier {
    private static final int REMEMBERED = 64;

    private final VerifiedAnchors anchors;
    private final Map<String, Checkpoint> verified =
            new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Checkpoint> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public ReceiptVerifier(VerifiedAnchors anchors) {
        this.anchors = anchors;
    }

    public VerifiedAnchors anchors() {
        return anchors;
    }

    public VerifiedLeaf verify(Bytes leaf, Receipt receipt) {
        Checkpoint checkpoint = checkpoint(receipt);
        Bytes hash = TreeHash.leaf(leaf);
        if (!InclusionProof.verify(
                hash, receipt.index(), checkpoint.size(), receipt.proof(), checkpoint.root())) {
            throw new VerificationException(
                    Reason.INCLUSION, "a leaf that is not at its place in the log");
        }
        Leaf decoded = LeafCodec.decode(leaf);
        return new VerifiedLeaf(
                decoded, leaf, hash, receipt.index(), checkpoint.size(), checkpoint.origin());
    }

    private Checkpoint checkpoint(Receipt receipt) {
        String note = receipt.checkpoint().encode();
        synchronized (verified) {
            Checkpoint known = verified.get(note);
            if (known != null) {
                return known;
            }
        }
        Checkpoint checkpoint = Quorum.check(receipt.checkpoint(), anchors);
        synchronized (verified) {
            verified.put(note, checkpoint);
        }
        return checkpoint;
    }
}
