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
import dev.sealwright.protocol.note.Note;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns leaf bytes and a receipt into a {@link VerifiedLeaf}: the checkpoint is of the anchors' log
 * and signed by a quorum of its voters, the leaf is under its root, and the leaf decodes. Remembers
 * the last {@value #REMEMBERED} checkpoints it verified. Safe for use by several threads.
 */
public final class ReceiptVerifier {
    private static final int REMEMBERED = 64;

    private final VerifiedAnchors anchors;
    private final Map<Bytes, Checkpoint> verified =
            new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Checkpoint> eldest) {
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
        Note note = receipt.checkpoint();
        return verify(
                leaf,
                receipt.index(),
                Bytes.concat(receipt.proof().toArray(Bytes[]::new)),
                checkpoint(note.bytes(), () -> note));
    }

    /** The same for a packed receipt; its checkpoint is read only where it is not known yet. */
    public VerifiedLeaf verify(Bytes leaf, PackedReceipt receipt) {
        return verify(
                leaf,
                receipt.index(),
                receipt.proof(),
                checkpoint(receipt.checkpoint(), receipt::note));
    }

    private static VerifiedLeaf verify(Bytes leaf, long index, Bytes proof, Checkpoint checkpoint) {
        Bytes hash = TreeHash.leaf(leaf);
        if (!InclusionProof.verify(hash, index, checkpoint.size(), proof, checkpoint.root())) {
            throw new VerificationException(
                    Reason.INCLUSION, "a leaf that is not at its place in the log");
        }
        Leaf decoded = LeafCodec.decode(leaf);
        return new VerifiedLeaf(decoded, leaf, hash, index, checkpoint.size(), checkpoint.origin());
    }

    private Checkpoint checkpoint(Bytes bytes, Supplier<Note> note) {
        synchronized (verified) {
            Checkpoint known = verified.get(bytes);
            if (known != null) {
                return known;
            }
        }
        Checkpoint checkpoint = Quorum.check(note.get(), anchors);
        synchronized (verified) {
            verified.put(bytes, checkpoint);
        }
        return checkpoint;
    }
}
