package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose signatures count, and how many a checkpoint needs, as the anchors have it that its size
 * falls to.
 */
record Electorate(AnchorsInForce inForce) {
    /** Those that whatever is signed next is signed under. */
    VerifiedAnchors anchors() {
        return inForce.newest();
    }

    int quorum() {
        return anchors().quorum();
    }

    int size() {
        return anchors().voters().size();
    }

    int members() {
        return size() - witnesses();
    }

    int witnesses() {
        return (int)
                anchors().voters().stream()
                        .filter(voter -> voter.kind() == VoterKind.WITNESS)
                        .count();
    }

    NoteKey key(Voter voter) {
        return voter.noteKey(anchors().origin());
    }

    /** The vote in a note that one voter signed by all its keys; empty if none of them did. */
    Optional<Vote> vote(String text) {
        try {
            Note note = Note.parse(text);
            return at(note.text()).voters().stream()
                    .flatMap(voter -> vote(voter, note).stream())
                    .findFirst();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private VerifiedAnchors at(String text) {
        return inForce.at(Checkpoint.parse(text).size());
    }

    private Optional<Vote> vote(Voter voter, Note note) {
        List<NoteSignature> lines = new ArrayList<>();
        for (NoteKey key : voter.noteKeys(anchors().origin())) {
            Optional<NoteSignature> line =
                    note.signatures().stream()
                            .filter(each -> key.verifies(note.text(), each))
                            .findFirst();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            lines.add(line.get());
        }
        return Optional.of(new Vote(voter, note.text(), lines));
    }

    /** The checkpoint that a quorum of these votes is for, with all its signatures. */
    Optional<Note> elected(Collection<Vote> votes) {
        Map<String, Map<Voter, List<NoteSignature>>> byText = new HashMap<>();
        for (Vote vote : votes) {
            byText.computeIfAbsent(vote.text(), text -> new HashMap<>())
                    .put(vote.voter(), vote.lines());
        }
        return byText.entrySet().stream()
                .filter(each -> each.getValue().size() >= at(each.getKey()).quorum())
                .map(each -> note(each.getKey(), each.getValue()))
                .findFirst();
    }

    /**
     * The checkpoint that most of these votes are for, with too few signatures still; for
     * witnesses, which know none but Ed25519 keys.
     */
    Optional<Note> begun(Collection<Vote> votes) {
        return votes.stream().collect(Collectors.groupingBy(Vote::text)).values().stream()
                .max(Comparator.comparingInt(List::size))
                .map(
                        most ->
                                new Note(
                                        most.getFirst().text(),
                                        most.stream()
                                                .map(vote -> vote.lines().getFirst())
                                                .distinct()
                                                .toList()));
    }

    /** In the order of the anchors, so that the same votes make the same note. */
    private Note note(String text, Map<Voter, List<NoteSignature>> lines) {
        List<NoteSignature> ordered = new ArrayList<>();
        VerifiedAnchors anchors = at(text);
        anchors.voters().stream()
                .filter(lines::containsKey)
                .forEach(voter -> ordered.addAll(lines.get(voter)));
        Note note = new Note(text, ordered);
        VerifiedCheckpoint.verify(note, anchors);
        return note;
    }
}
