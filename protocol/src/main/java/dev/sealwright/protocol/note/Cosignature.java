package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** What a witness signs (c2sp.org/tlog-cosignature, Ed25519). */
public final class Cosignature {
    private Cosignature() {}

    /**
     * The signed message.
     *
     * @param text the note text of the checkpoint, with its last newline
     * @param timestamp seconds since the epoch
     */
    public static Bytes message(String text, long timestamp) {
        if (timestamp < 0) {
            throw new IllegalArgumentException("a time before the epoch");
        }
        return Bytes.utf8("cosignature/v1\ntime " + timestamp + "\n" + text);
    }

    /**
     * When the witness cosigned the note; empty if it did not.
     *
     * @throws VerificationException if a line names the witness and does not verify
     */
    public static Optional<Instant> time(Note note, NoteKey witness) {
        Optional<NoteSignature> line =
                note.signatures().stream().filter(witness::names).findFirst();
        if (line.isPresent() && !witness.verifies(note.text(), line.get())) {
            throw new VerificationException(
                    Reason.SIGNATURE, "a checkpoint with a false cosignature");
        }
        return line.map(each -> ByteBuffer.wrap(each.signature().toArray()).getLong())
                .map(Instant::ofEpochSecond);
    }
}
