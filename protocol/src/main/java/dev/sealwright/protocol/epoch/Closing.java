package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.util.Optional;

/**
 * A voter's last word in an epoch: where it stands, and that it signs nothing more. A signed note
 * whose text is this domain and then a checkpoint, so that it can be taken for no checkpoint: its
 * first line is the origin of no log.
 *
 * @param head where the voter stands
 */
public record Closing(Checkpoint head) {
    private static final String DOMAIN = "sealwright/epoch-closing/v1\n";

    public Closing {
        if (!head.extensions().isEmpty()) {
            throw new MalformedException("a closing with more than a head");
        }
    }

    /** The text that a voter signs, under the origin as key name. */
    public String text() {
        return DOMAIN + head.text();
    }

    /** What the note says; empty if it is no closing. It is not verified. */
    public static Optional<Closing> read(Note note) {
        return note.text().startsWith(DOMAIN)
                ? Optional.of(new Closing(Checkpoint.parse(note.text().substring(DOMAIN.length()))))
                : Optional.empty();
    }

    /** The voter of these anchors that signed the note, by all its keys, if any did. */
    static Optional<Voter> signer(Note note, VerifiedAnchors anchors) {
        return anchors.voters().stream()
                .filter(voter -> voter.noteKeys(anchors.origin()).stream().allMatch(note::signedBy))
                .findFirst();
    }

    /** What is signed, as bytes. */
    public Bytes bytes() {
        return Bytes.utf8(text());
    }
}
