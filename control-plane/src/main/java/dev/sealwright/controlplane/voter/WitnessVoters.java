package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Head;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The witnesses among the voters. They are asked when the members are too few, being far away. */
final class WitnessVoters implements AutoCloseable {
    /** Of a witness that stands at a size of its own, nothing but that is known. */
    private static final Bytes UNKNOWN_ROOT = Bytes.zeros(TreeHash.SIZE);

    private final Electorate electorate;
    private final WitnessVotes votes;
    private final LogSource source;
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("witness-vote-", 0).factory());

    WitnessVoters(Electorate electorate, WitnessVotes votes, LogSource source) {
        this.electorate = electorate;
        this.votes = votes;
        this.source = source;
    }

    private List<Voter> all() {
        return electorate.anchors().voters().stream()
                .filter(voter -> voter.kind() == VoterKind.WITNESS)
                .toList();
    }

    /** Shows each the checkpoint, which needs the signature of a member at least. */
    Poll<Optional<Vote>> votes(Note note) {
        return Poll.of(
                all(),
                voter ->
                        Optional.of(
                                CompletableFuture.supplyAsync(() -> vote(voter, note), workers)));
    }

    private Optional<Vote> vote(Voter voter, Note note) {
        return votes.cosign(electorate.key(voter), note)
                .filter(line -> electorate.key(voter).verifies(note.text(), line))
                .map(line -> new Vote(voter, note.text(), List.of(line)));
    }

    /** Asks each where it stands; empty for one that does not say. */
    Poll<Optional<Head>> heads() {
        return Poll.of(
                all(),
                voter -> Optional.of(CompletableFuture.supplyAsync(() -> head(voter), workers)));
    }

    private Optional<Head> head(Voter voter) {
        return source.newest()
                .flatMap(newest -> votes.stands(electorate.key(voter), newest).map(this::head));
    }

    /**
     * A witness tells a size alone, maybe of a batch whose other votes are still to come; it is
     * taken for the tree that is stored here, and its next vote shows whether it is.
     */
    private Head head(long size) {
        return new Head(
                electorate.anchors().origin(),
                size,
                source.root(size).orElse(UNKNOWN_ROOT),
                Optional.empty());
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
