package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.voter.SharedCopies;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.Map;
import java.util.Optional;

/**
 * A sealed value as it is stored.
 *
 * @param blob what the seal leaf names
 * @param sealings by the ids of the members that share it; none of a value that one token sealed
 */
record SealedCopies(SealedBlob blob, Map<Bytes, KeySealing> sealings) {
    SealedCopies {
        sealings = Map.copyOf(sealings);
    }

    static SealedCopies of(SealedSecret alone) {
        return new SealedCopies(alone, Map.of());
    }

    static SealedCopies of(SharedCopies shared) {
        return new SealedCopies(shared.secret(), shared.sealings());
    }

    /** CKA_ID of the one key that it is under; of shared ones each sealing has its own. */
    Optional<Bytes> key() {
        return blob instanceof SealedSecret alone ? Optional.of(alone.key()) : Optional.empty();
    }
}
