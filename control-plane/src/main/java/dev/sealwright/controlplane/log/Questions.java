package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What the sequencer asks of the key service: once for both, where that is possible. */
@Singleton
final class Questions {
    private final Storage storage;
    private final KeyService keyService;

    Questions(Storage storage, KeyService keyService) {
        this.storage = storage;
        this.keyService = keyService;
    }

    /**
     * What became of a batch, and of leaves.
     *
     * @param signed empty if there is no batch, or if another replica had it signed, and more
     * @param admissions one for each leaf that was proposed, in order
     */
    record Answer(Optional<SignedBatch> signed, List<Admission> admissions) {}

    /** Has a batch signed and leaves judged. */
    Answer ask(Optional<Committed> last, List<Bytes> proposed) {
        return last.flatMap(batch -> together(batch, proposed))
                .orElseGet(() -> new Answer(last.flatMap(this::signed), judged(proposed)));
    }

    /** Has leaves judged. */
    List<Admission> judged(List<Bytes> proposed) {
        return proposed.isEmpty() ? List.of() : keyService.admit(proposed);
    }

    /** By one call; empty if that is not possible, or if the key service refuses one of them. */
    private Optional<Answer> together(Committed batch, List<Bytes> proposed) {
        if (proposed.isEmpty() || batch.changesAnchors()) {
            return Optional.empty();
        }
        try {
            Appended both = keyService.appendAndAdmit(batch.from(), batch.leaves(), proposed);
            return Optional.of(
                    new Answer(
                            Optional.of(new SignedBatch(batch, both.checkpoint())),
                            both.admissions()));
        } catch (KeyServiceRefusedException e) {
            // Asked for by itself, each tells why, and the other is not held up by it.
            return Optional.empty();
        }
    }

    /** Has a batch signed; empty if another replica had it signed, and more after it. */
    Optional<SignedBatch> signed(Committed batch) {
        try {
            return Optional.of(new SignedBatch(batch, append(batch.from(), batch.leaves())));
        } catch (KeyServiceRefusedException e) {
            if (hasMoved(batch)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean hasMoved(Committed batch) {
        return !storage.read(Heads::read).equals(batch.head());
    }

    private SignedCheckpoint append(long size, List<Bytes> leaves) {
        try {
            return keyService.append(size, leaves);
        } catch (KeyServiceRefusedException e) {
            if (e.code() != RefusalCode.NOT_ADMITTED) {
                throw e;
            }
            keyService.admit(leaves);
            return keyService.append(size, leaves);
        }
    }
}
