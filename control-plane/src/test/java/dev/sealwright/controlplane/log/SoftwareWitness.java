package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.voter.WitnessVotes;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Cosignature;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import java.util.Optional;

/** A witness that is the last voter, with its key in memory: it goes forward only. */
final class SoftwareWitness implements WitnessVotes {
    private final TestTrust trust;
    private long size;
    private int asked;

    SoftwareWitness(TestTrust trust) {
        this.trust = trust;
    }

    synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized Optional<NoteSignature> cosign(NoteKey witness, Note note) {
        asked++;
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        boolean signed =
                trust.anchors().voters().stream()
                        .map((Voter voter) -> voter.noteKey(trust.anchors().origin()))
                        .anyMatch(note::signedBy);
        if (!signed || checkpoint.size() < size) {
            return Optional.empty();
        }
        size = checkpoint.size();
        int index = trust.anchors().voters().size() - 1;
        long time = 1_800_000_000;
        return Optional.of(
                witness.cosigned(
                        time, trust.signAsVoter(index, Cosignature.message(note.text(), time))));
    }

    @Override
    public synchronized Optional<Long> stands(NoteKey witness, SignedHead newest) {
        return Optional.of(size);
    }
}
