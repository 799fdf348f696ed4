package dev.sealwright.operator.witness;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.note.Cosignature;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import java.time.Instant;

/** The key a witness cosigns with. Its seed stays in this object, and is never shown. */
final class WitnessKey {
    static final int SEED_SIZE = 32;

    private final byte[] seed;
    private final NoteKey verifier;

    /** {@code seed} is the caller's to wipe. */
    WitnessKey(String name, byte[] seed) {
        this.seed = seed.clone();
        this.verifier = new NoteKey(name, NoteAlgorithm.COSIGNATURE_V1, Ed25519Key.publicKey(seed));
    }

    /** What others verify its cosignatures with. */
    NoteKey verifier() {
        return verifier;
    }

    /** Says that at that time this was the largest consistent checkpoint seen of its log. */
    NoteSignature cosign(String checkpoint, Instant time) {
        long timestamp = time.getEpochSecond();
        Bytes message = Cosignature.message(checkpoint, timestamp);
        return verifier.cosigned(timestamp, Ed25519Key.sign(seed, message));
    }

    @Override
    public String toString() {
        return "WitnessKey[" + verifier.vkey() + ", secret]";
    }
}
