package dev.sealwright.controlplane.witness;

import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.voter.WitnessVotes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.witness.AddCheckpoint;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks configured witnesses for votes, when too few members are there. */
@Singleton
final class VotingWitnesses implements WitnessVotes {
    private static final Logger LOG = LoggerFactory.getLogger(VotingWitnesses.class);
    private static final int TRIES = 3;

    private final List<ConfiguredWitness> configured;
    private final Cosignatures cosignatures;
    private final WitnessHttp http;

    VotingWitnesses(WitnessSettings settings, Cosignatures cosignatures, WitnessHttp http) {
        this.configured = ConfiguredWitness.of(settings);
        this.cosignatures = cosignatures;
        this.http = http;
    }

    @Override
    public Optional<NoteSignature> cosign(NoteKey witness, Note note) {
        long from = -1;
        for (int i = 0; i < TRIES; i++) {
            Optional<WitnessAnswer> answer = ask(witness, note, from);
            if (answer.isPresent() && answer.get() instanceof WitnessAnswer.Cosigned(var line)) {
                return Optional.of(line);
            }
            if (answer.isEmpty() || !(answer.get() instanceof WitnessAnswer.OtherSize(var size))) {
                return Optional.empty();
            }
            if (size == from || size > Checkpoint.parse(note.text()).size()) {
                LOG.warn("witness {} stands at {} leaves and gives no vote", witness.name(), size);
                return Optional.empty();
            }
            from = size;
        }
        return Optional.empty();
    }

    @Override
    public Optional<Long> stands(NoteKey witness, SignedHead newest) {
        return ask(witness, newest.note(), -1)
                .flatMap(
                        answer ->
                                switch (answer) {
                                    case WitnessAnswer.Cosigned _ -> Optional.of(newest.size());
                                    case WitnessAnswer.OtherSize(var size) -> Optional.of(size);
                                    case WitnessAnswer.Inconsistent _, WitnessAnswer.Failed _ ->
                                            Optional.empty();
                                });
    }

    /**
     * Asks once.
     *
     * @param from the size that it cosigned last; below 0, the one that is known here
     */
    private Optional<WitnessAnswer> ask(NoteKey witness, Note note, long from) {
        Optional<ConfiguredWitness> found =
                configured.stream().filter(each -> each.key().equals(witness)).findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        long size = Checkpoint.parse(note.text()).size();
        long old = from >= 0 ? from : Math.min(size, cosignatures.last(found.get().id()));
        try {
            return Optional.of(
                    http.ask(
                            found.get(),
                            new AddCheckpoint(old, cosignatures.consistency(old, size), note)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
