package dev.sealwright.keyservice;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every signature there ever was, and what a verifier would make of them. */
final class CountedVotes {
    private final int quorum;
    private final Map<Bytes, Candidate> candidates = new LinkedHashMap<>();
    private final Map<String, Integer> happened = new TreeMap<>();

    CountedVotes(int quorum) {
        this.quorum = quorum;
    }

    /** A head that somebody signed, with the leaves under it. */
    record Candidate(
            Checkpoint checkpoint, List<Bytes> leaves, Map<String, NoteSignature> signatures) {
        Note note() {
            return new Note(checkpoint.text(), List.copyOf(signatures.values()));
        }
    }

    void add(String voter, List<Bytes> leaves, Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        candidates
                .computeIfAbsent(
                        checkpoint.root(),
                        root ->
                                new Candidate(
                                        checkpoint, List.copyOf(leaves), new LinkedHashMap<>()))
                .signatures()
                .put(voter, note.signatures().getFirst());
    }

    void happened(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    String summary() {
        return happened + ", signed heads " + candidates.size() + ", of them valid " + valid();
    }

    private List<Candidate> validOnes() {
        return candidates.values().stream()
                .filter(each -> each.signatures().size() >= quorum)
                .toList();
    }

    int valid() {
        return validOnes().size();
    }

    /** The longest head that a quorum signed. */
    Optional<Candidate> longest() {
        return validOnes().stream()
                .reduce((one, other) -> one.leaves().size() > other.leaves().size() ? one : other);
    }

    /** Pairs of valid heads of which neither begins with the other. */
    List<String> contradictions() {
        List<String> found = new ArrayList<>();
        List<Candidate> valid = validOnes();
        for (Candidate one : valid) {
            for (Candidate other : valid) {
                int common = Math.min(one.leaves().size(), other.leaves().size());
                if (!one.leaves().subList(0, common).equals(other.leaves().subList(0, common))) {
                    found.add(one.checkpoint() + " and " + other.checkpoint());
                }
            }
        }
        return found;
    }

    /** How many sizes have signatures on more than one root. */
    long forkedSizes() {
        Map<Long, Set<Bytes>> roots = new HashMap<>();
        candidates
                .values()
                .forEach(
                        each ->
                                roots.computeIfAbsent(
                                                each.checkpoint().size(), size -> new HashSet<>())
                                        .add(each.checkpoint().root()));
        return roots.values().stream().filter(each -> each.size() > 1).count();
    }
}
