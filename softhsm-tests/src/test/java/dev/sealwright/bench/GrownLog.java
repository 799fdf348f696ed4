package dev.sealwright.bench;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory of thousands of leaves, each hash of which is computed once. */
final class GrownLog {
    private record Node(int height, long index) {}

    private final KeyService service;
    private final List<Bytes> leaves = new ArrayList<>();
    private final Map<Node, Bytes> hashes = new HashMap<>();
    private String note = "";

    GrownLog(KeyService service) {
        this.service = service;
    }

    /** Index of the first of them; every leaf must be taken. */
    int append(List<Bytes> batch) {
        for (Admission admission : service.admit(batch)) {
            if (admission instanceof Admission.Refused(var code, var detail)) {
                throw new IllegalStateException("refused: " + code.text() + " " + detail);
            }
        }
        int first = leaves.size();
        note = service.append(first, batch).note();
        leaves.addAll(batch);
        return first;
    }

    int size() {
        return leaves.size();
    }

    /** With a receipt under the newest checkpoint. */
    ProvenLeaf proven(int index) {
        HashSource source = this::hash;
        List<Bytes> proof = InclusionProof.compute(index, leaves.size(), source);
        return new ProvenLeaf(
                leaves.get(index), new Receipt(index, proof, Note.parse(note)).text());
    }

    private Bytes hash(int height, long index) {
        Node node = new Node(height, index);
        Bytes known = hashes.get(node);
        if (known == null) {
            known =
                    height == 0
                            ? TreeHash.leaf(leaves.get((int) index))
                            : TreeHash.node(
                                    hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
            hashes.put(node, known);
        }
        return known;
    }
}
