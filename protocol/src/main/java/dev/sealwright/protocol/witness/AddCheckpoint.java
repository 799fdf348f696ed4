package dev.sealwright.protocol.witness;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log asks of a witness (c2sp.org/tlog-witness, add-checkpoint): to cosign a checkpoint that
 * continues the one it cosigned before.
 *
 * @param oldSize size of the checkpoint that the witness cosigned last; 0 if none
 * @param proof consistency proof from there, at most {@value #MAX_PROOF} hashes of 32 bytes
 * @param note the checkpoint with the log's signatures
 */
public record AddCheckpoint(long oldSize, List<Bytes> proof, Note note) {
    public static final int MAX_PROOF = 63;

    /** The longest body: one line of size, the proof, an empty line, the note. */
    public static final int MAX_SIZE = 32 + MAX_PROOF * 45 + Note.MAX_SIZE;

    private static final Pattern OLD = Pattern.compile("old (0|[1-9]\\d{0,17})");

    public AddCheckpoint {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > MAX_PROOF) {
            throw new MalformedException("not a request to cosign");
        }
        proof.forEach(hash -> hash.requireSize(TreeHash.SIZE, "a hash of a consistency proof"));
        if (oldSize > Checkpoint.parse(note.text()).size()) {
            throw new MalformedException("an old size beyond the checkpoint's");
        }
    }

    public Checkpoint checkpoint() {
        return Checkpoint.parse(note.text());
    }

    /** The body; {@link #parse} reads exactly this. */
    public String encode() {
        StringBuilder out = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> out.append(hash.base64()).append('\n'));
        return out.append('\n').append(note.encode()).toString();
    }

    public static AddCheckpoint parse(String body) {
        if (body.length() > MAX_SIZE) {
            throw new MalformedException("a request to cosign larger than " + MAX_SIZE);
        }
        int end = body.indexOf("\n\n");
        if (end < 0) {
            throw new MalformedException("not a request to cosign");
        }
        String[] lines = body.substring(0, end).split("\n", MAX_PROOF + 2);
        Matcher old = OLD.matcher(lines[0]);
        if (!old.matches()) {
            throw new MalformedException("a request to cosign without its old size");
        }
        List<Bytes> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Bytes.fromBase64(lines[i]));
        }
        return new AddCheckpoint(
                Long.parseLong(old.group(1)), proof, Note.parse(body.substring(end + 2)));
    }
}
