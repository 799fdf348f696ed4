package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.NoteKey;

/**
 * Someone whose signature counts for a checkpoint.
 *
 * @param name of the witness as it signs; of a member, only to tell members apart
 * @param key raw Ed25519 public key
 */
public record Voter(String name, VoterKind kind, Bytes key) {
    public Voter {
        // A note key has the same rules for name and key.
        new NoteKey(name, kind.algorithm(), key);
    }

    /** The key as it stands in notes: a member signs under the origin, a witness under its name. */
    public NoteKey noteKey(String origin) {
        return new NoteKey(kind == VoterKind.MEMBER ? origin : name, kind.algorithm(), key);
    }
}
