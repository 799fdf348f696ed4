package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a leaf stands and what proves it. Its wire form, everywhere, is the text of
 * c2sp.org/tlog-proof, without an {@code extra} line: nothing here is unauthenticated.
 *
 * @param index of the leaf
 * @param proof hashes from the leaf's sibling up
 * @param checkpoint signed
 */
public record Receipt(long index, List<Bytes> proof, Note checkpoint) {
    public static final int MAX_SIZE = 8 * 1024 + Note.MAX_SIZE;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

    public Receipt {
        proof = List.copyOf(proof);
        requirePlace(index, proof);
    }

    private static void requirePlace(long index, List<Bytes> proof) {
        if (index < 0 || proof.size() > InclusionProof.MAX_LENGTH) {
            throw new MalformedException("not a receipt");
        }
        proof.forEach(hash -> hash.requireSize(TreeHash.SIZE, "a hash of a receipt"));
    }

    /** Leaves in the tree of its checkpoint, as that says. */
    public long size() {
        return Checkpoint.parse(checkpoint.text()).size();
    }

    public String text() {
        StringBuilder out = new StringBuilder(HEADER).append('\n');
        out.append(INDEX).append(index).append('\n');
        proof.forEach(hash -> out.append(hash.base64()).append('\n'));
        return out.append('\n').append(checkpoint.encode()).toString();
    }

    /** Reads exactly what {@link #text} writes. */
    public static Receipt parse(String text) {
        Unread parts = Unread.parse(text);
        return new Receipt(parts.index, parts.proof, parts.note());
    }

    /**
     * A receipt of whose checkpoint only the place is known: many have the same one, and it need
     * not be read each time.
     *
     * @param checkpoint what is to be a signed note
     */
    record Unread(long index, List<Bytes> proof, String checkpoint) {
        Unread {
            requirePlace(index, proof);
        }

        static Unread parse(String text) {
            if (text.length() > MAX_SIZE) {
                throw new MalformedException("a receipt larger than " + MAX_SIZE);
            }
            int split = text.indexOf("\n\n");
            if (split < 0) {
                throw new MalformedException("not a receipt");
            }
            String[] lines = text.substring(0, split).split("\n", InclusionProof.MAX_LENGTH + 3);
            if (lines.length < 2 || !lines[0].equals(HEADER) || !lines[1].startsWith(INDEX)) {
                throw new MalformedException("not a receipt");
            }
            String index = lines[1].substring(INDEX.length());
            if (!NUMBER.matcher(index).matches()) {
                throw new MalformedException("not the index of a receipt");
            }
            List<Bytes> proof = new ArrayList<>();
            for (int i = 2; i < lines.length; i++) {
                proof.add(Bytes.fromBase64(lines[i]));
            }
            return new Unread(Long.parseLong(index), proof, text.substring(split + 2));
        }

        Note note() {
            return Note.parse(checkpoint);
        }
    }
}
