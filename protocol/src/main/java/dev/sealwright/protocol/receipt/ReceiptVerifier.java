package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Quorum.Demand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns leaf bytes and a receipt into a {@link VerifiedLeaf}: the checkpoint is of the anchors' log
 * and signed by a quorum of its voters, the leaf is under its root, and the leaf decodes. Receipts
 * go without post-quantum signatures: one that is there has to hold. Remembers the last {@value
 * #REMEMBERED} checkpoints it verified. Safe for use by several threads.
 */
public final class ReceiptVerifier {
    private static final int REMEMBERED = 64;

    private volatile AnchorsChain chain;

    /** By the note as it came, as text or in bytes. */
    private final Map<Object, Checkpoint> verified =
            new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, Checkpoint> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * The one that was asked for last, as most receipts of a time have the same: without a lock.
     */
    private volatile Map<Object, Checkpoint> last = Map.of();

    /** Takes receipts of the anchors' own epoch. */
    public ReceiptVerifier(VerifiedAnchors anchors) {
        this(AnchorsChain.of(anchors));
    }

    /** Takes receipts of closed epochs too, up to where they were closed. */
    public ReceiptVerifier(AnchorsChain chain) {
        this.chain = chain;
    }

    public VerifiedAnchors anchors() {
        return chain.current();
    }

    /**
     * Goes on under the successors of its anchors; receipts of an epoch that these closed hold up
     * to where it was closed.
     *
     * @throws VerificationException if they are not newer
     */
    public void follow(AnchorsChain successors) {
        synchronized (verified) {
            if (successors.current().content().version() <= chain.current().content().version()) {
                throw new VerificationException(
                        Reason.ROLLBACK, "anchors that are not newer than those in use");
            }
            chain = successors;
            verified.clear();
            last = Map.of();
        }
    }

    /**
     * The head of a receipt's note that a quorum signed.
     *
     * @throws VerificationException if none did
     */
    public Checkpoint verify(Note note) {
        return signed(note).checkpoint();
    }

    /** The same with those who signed it. */
    public VerifiedCheckpoint signed(Note note) {
        return VerifiedCheckpoint.ofReceipt(note, chain);
    }

    /**
     * The head of a note that a quorum signed, each voter by all its keys.
     *
     * @throws VerificationException if none did
     */
    public Checkpoint verifyWhole(Note note) {
        return VerifiedCheckpoint.verify(note, chain).checkpoint();
    }

    public VerifiedLeaf verify(Bytes leaf, Receipt receipt) {
        Note note = receipt.checkpoint();
        return verify(
                leaf,
                receipt.index(),
                joined(receipt.proof()),
                checkpoint(note.encode(), () -> note));
    }

    /**
     * The same for a receipt as it is sent; its checkpoint is read only where it is not known yet.
     *
     * @param receipt see {@link Receipt#text}
     */
    public VerifiedLeaf verify(Bytes leaf, String receipt) {
        Receipt.Unread parts = Receipt.Unread.parse(receipt);
        return verify(
                leaf,
                parts.index(),
                joined(parts.proof()),
                checkpoint(parts.checkpoint(), parts::note));
    }

    private static Bytes joined(List<Bytes> proof) {
        return Bytes.concat(proof.toArray(Bytes[]::new));
    }

    /** The same for a packed receipt; its checkpoint is read only where it is not known yet. */
    public VerifiedLeaf verify(Bytes leaf, PackedReceipt receipt) {
        return verify(
                leaf,
                receipt.index(),
                receipt.proof(),
                checkpoint(receipt.checkpoint(), receipt::note));
    }

    private VerifiedLeaf verify(Bytes leaf, long index, Bytes proof, Checkpoint checkpoint) {
        Bytes hash = TreeHash.leaf(leaf);
        if (!InclusionProof.verify(hash, index, checkpoint.size(), proof, checkpoint.root())) {
            throw new VerificationException(
                    Reason.INCLUSION, "a leaf that is not at its place in the log");
        }
        Leaf decoded = LeafCodec.decode(leaf);
        String origin =
                chain.of(checkpoint.origin())
                        .map(anchors -> anchors.content().originAt(index))
                        .orElse(checkpoint.origin());
        return new VerifiedLeaf(decoded, leaf, hash, index, checkpoint.size(), origin);
    }

    private Checkpoint checkpoint(Object as, Supplier<Note> note) {
        Checkpoint same = last.get(as);
        if (same != null) {
            return same;
        }
        synchronized (verified) {
            Checkpoint known = verified.get(as);
            if (known != null) {
                last = Map.of(as, known);
                return known;
            }
        }
        AnchorsChain under = chain;
        Checkpoint checkpoint = Quorum.check(note.get(), under, Demand.CLASSICAL).checkpoint();
        synchronized (verified) {
            if (chain == under) {
                verified.put(as, checkpoint);
                last = Map.of(as, checkpoint);
            }
        }
        return checkpoint;
    }
}
