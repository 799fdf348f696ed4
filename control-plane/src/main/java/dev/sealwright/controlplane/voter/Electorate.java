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

    /** The vote in a note that one voter signed; empty if none of the voters did. */
    Optional<Vote> vote(String text) {
        try {
            Note note = Note.parse(text);
            return note.signatures().stream()
                    .flatMap(line -> voter(note.text(), line).stream())
                    .findFirst();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private VerifiedAnchors at(String text) {
        return inForce.at(Checkpoint.parse(text).size());
    }

    private Optional<Vote> voter(String text, NoteSignature line) {
        return at(text).voters().stream()
                .filter(voter -> key(voter).verifies(text, line))
                .findFirst()
                .map(voter -> new Vote(voter, text, line));
    }

    /** The checkpoint that a quorum of these votes is for, with all its signatures. */
    Optional<Note> elected(Collection<Vote> votes) {
        Map<String, Map<Voter, NoteSignature>> byText = new HashMap<>();
        for (Vote vote : votes) {
            byText.computeIfAbsent(vote.text(), text -> new HashMap<>())
                    .put(vote.voter(), vote.line());
        }
        return byText.entrySet().stream()
                .filter(each -> each.getValue().size() >= at(each.getKey()).quorum())
                .map(each -> note(each.getKey(), each.getValue()))
                .findFirst();
    }

    /** The checkpoint that most of these votes are for, with too few signatures still. */
    Optional<Note> begun(Collection<Vote> votes) {
        return votes.stream().collect(Collectors.groupingBy(Vote::text)).values().stream()
                .max(Comparator.comparingInt(List::size))
                .map(
                        most ->
                                new Note(
                                        most.getFirst().text(),
                                        most.stream().map(Vote::line).distinct().toList()));
    }

    /** In the order of the anchors, so that the same votes make the same note. */
    private Note note(String text, Map<Voter, NoteSignature> lines) {
        List<NoteSignature> ordered = new ArrayList<>();
        VerifiedAnchors anchors = at(text);
        anchors.voters().stream()
                .filter(lines::containsKey)
                .forEach(voter -> ordered.add(lines.get(voter)));
        Note note = new Note(text, ordered);
        VerifiedCheckpoint.verify(note, anchors);
        return note;
    }
}
