package dev.sealwright.operator.witness;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.util.List;

/** A log whose leaves are its name and a number. Another name with the same key is its fork. */
record TestLog(String origin, Bytes seed, String leaves) implements HashSource {
    static TestLog of(String origin, int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new TestLog(origin, Bytes.of(bytes), "honest");
    }

    TestLog fork() {
        return new TestLog(origin, seed, "forked");
    }

    NoteKey key() {
        return new NoteKey(origin, NoteAlgorithm.ED25519, Ed25519Key.publicKey(seed.toArray()));
    }

    Note head(long size) {
        String text = new Checkpoint(origin, size, root(size)).text();
        Bytes signature = Ed25519Key.sign(seed.toArray(), Bytes.utf8(text));
        return new Note(text, List.of(key().signed(signature)));
    }

    AddCheckpoint request(long from, long to) {
        return new AddCheckpoint(from, ConsistencyProof.compute(from, to, this), head(to));
    }

    @Override
    public Bytes hash(int height, long index) {
        return height == 0
                ? TreeHash.leaf(Bytes.utf8(leaves + index))
                : TreeHash.node(hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
    }
}
