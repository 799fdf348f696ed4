package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Receipt} inside of something binary, where its text would cost a third more.
 *
 * @param index of the leaf
 * @param proof hashes from the leaf's sibling up, one after the other
 * @param checkpoint the signed note, UTF-8
 */
public record PackedReceipt(long index, Bytes proof, Bytes checkpoint) {
    /** Of one without post-quantum signatures, as receipts carry it. */
    private static final int MAX_CHECKPOINT = 16 * 1024;

    public PackedReceipt {
        if (index < 0
                || proof.size() % TreeHash.SIZE != 0
                || proof.size() > InclusionProof.MAX_LENGTH * TreeHash.SIZE
                || checkpoint.size() > MAX_CHECKPOINT) {
            throw new MalformedException("not a packed receipt");
        }
    }

    public static PackedReceipt of(Receipt receipt) {
        return new PackedReceipt(
                receipt.index(),
                Bytes.concat(receipt.proof().toArray(Bytes[]::new)),
                receipt.checkpoint().bytes());
    }

    /** The same as text and lists. */
    public Receipt unpack() {
        List<Bytes> hashes = new ArrayList<>();
        for (int at = 0; at < proof.size(); at += TreeHash.SIZE) {
            hashes.add(proof.slice(at, at + TreeHash.SIZE));
        }
        return new Receipt(index, hashes, note());
    }

    /** The checkpoint; only the bytes that its own encoding gives back are one. */
    Note note() {
        Note note = Note.parse(new String(checkpoint.toArray(), StandardCharsets.UTF_8));
        if (!note.bytes().equals(checkpoint)) {
            throw new MalformedException("a checkpoint that is not UTF-8");
        }
        return note;
    }
}
