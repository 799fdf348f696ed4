package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.fixture.Daemon;
import dev.sealwright.keyservice.fixture.PrunedLeaves;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One member's program, and what its caller knows of it. */
final class ProgramVoter implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final Voter voter;
    private final NoteKey key;
    private final Daemon daemon;
    private final CountedVotes votes;
    private final List<Bytes> history = new ArrayList<>();
    private RemoteKeyService service;
    private Optional<String> lastVote = Optional.empty();
    private long copiedAt;
    private boolean lost;

    ProgramVoter(VerifiedAnchors anchors, Voter voter, Daemon daemon, CountedVotes votes) {
        this.voter = voter;
        this.key = voter.noteKey(anchors.origin());
        this.daemon = daemon;
        this.votes = votes;
    }

    void begin() {
        daemon.start();
        service = RemoteKeyService.at(daemon.address(), PATIENCE);
        service.awaitFirst(START);
    }

    boolean isLost() {
        return lost;
    }

    List<Bytes> history() {
        return List.copyOf(history);
    }

    /** Whether this one has what the other has, and more. */
    boolean continues(ProgramVoter other) {
        return history.size() > other.history.size()
                && history.subList(0, other.history.size()).equals(other.history);
    }

    /** Has it sign what it holds and these leaves after it. */
    void append(List<Bytes> leaves) {
        service.admit(leaves);
        String note = service.append(history.size(), leaves).note();
        history.addAll(leaves);
        signed(note);
    }

    private void signed(String text) {
        Note note = Note.parse(text);
        if (!note.signedBy(key)) {
            throw new IllegalStateException("a note of " + voter.name() + " that it did not sign");
        }
        votes.add(voter.name(), history, note);
        votes.happened("signed");
        lastVote = Optional.of(text);
    }

    /** Shows it a longer valid head; whether it may go there is for it to say. */
    void follow(CountedVotes.Candidate goal) {
        int size = history.size();
        boolean mayGo = goal.leaves().subList(0, size).equals(history);
        List<Bytes> more = goal.leaves().subList(size, goal.leaves().size());
        try {
            service.follow(size, more, List.of(), goal.note().encode());
        } catch (KeyServiceRefusedException e) {
            if (mayGo) {
                throw e;
            }
            votes.happened("did not follow: " + e.code().text());
            return;
        }
        if (!mayGo) {
            throw new IllegalStateException(voter.name() + " left what it had signed");
        }
        votes.happened("followed");
        history.addAll(more);
        signed(service.append(history.size(), List.of()).note());
    }

    /**
     * The same from the beginning, of a log of which it is shown the hashes alone of what went. It
     * is killed on the way, and signs nothing before it has come to what accounts for them.
     */
    void followPruned(CountedVotes.Candidate goal, int minimum, Random random) {
        PrunedLeaves log = new PrunedLeaves(goal.leaves());
        int size = goal.leaves().size();
        int half = 3 + random.nextInt(size - 3);
        followTo(half, log, minimum, goal);
        requireUnaccounted();
        killAndStart();
        requireUnaccounted();
        followTo(size, log, minimum, goal);
        votes.happened("followed hashes");
        signed(service.append(size, List.of()).note());
    }

    private void followTo(int to, PrunedLeaves log, int minimum, CountedVotes.Candidate goal) {
        PrunedLeaves.Shown shown = log.shown(history.size(), to, log.before(minimum));
        List<Bytes> proof = log.consistency(to, goal.leaves().size());
        service.follow(history.size(), shown.leaves(), shown.gone(), proof, goal.note().encode());
        history.addAll(log.log().subList(history.size(), to));
    }

    private void requireUnaccounted() {
        if (!refuses(RefusalCode.WRONG_SIZE, () -> service.append(history.size(), List.of()))) {
            throw new IllegalStateException(voter.name() + " signs what it does not know");
        }
    }

    void killAndStart() {
        daemon.kill();
        votes.happened("killed");
        service.close();
        begin();
        meet();
    }

    /** Kills it at about the time when it appends. */
    void killWhile(List<Bytes> leaves) {
        service.admit(leaves);
        RemoteKeyService dying = service;
        var answer =
                CompletableFuture.supplyAsync(() -> dying.append(history.size(), leaves).note());
        daemon.kill();
        votes.happened("killed while it signs");
        daemon.start();
        // The call is asked again on the next connection, and is the same call.
        String note = answer.join();
        service.close();
        service = RemoteKeyService.at(daemon.address(), PATIENCE);
        service.awaitFirst(START);
        history.addAll(leaves);
        signed(note);
        meet();
    }

    /** What a control plane does with a voter that it has not talked to for a while. */
    private void meet() {
        lastVote.ifPresent(service::observe);
        Head head = service.head();
        Frontier mine = Frontier.EMPTY.appendAll(history.stream().map(TreeHash::leaf).toList());
        if (head.size() != history.size() || !head.root().equals(mine.root())) {
            throw new IllegalStateException(voter.name() + " stands elsewhere: " + head);
        }
    }

    void keepACopyOfItsState() {
        copy(daemon.state(), copyOfState());
        copiedAt = history.size();
    }

    boolean hasAnOldCopy() {
        return Files.exists(copyOfState()) && copiedAt < history.size();
    }

    /** From then on it must be silent for good, because it finds a vote that it forgot. */
    void putTheOldCopyBack() {
        daemon.kill();
        service.close();
        copy(copyOfState(), daemon.state());
        votes.happened("old state put back");
        begin();
        if (!refuses(RefusalCode.VOTER_LOST_STATE, () -> service.observe(lastVote.orElseThrow()))) {
            throw new IllegalStateException(voter.name() + " did not notice that it forgot");
        }
        lost = true;
        requireSilence();
    }

    void requireSilence() {
        if (!daemon.isAlive()) {
            return;
        }
        if (!refuses(RefusalCode.VOTER_LOST_STATE, () -> service.append(copiedAt, List.of()))) {
            throw new IllegalStateException(voter.name() + " signs though it forgot");
        }
    }

    private static boolean refuses(RefusalCode code, Runnable call) {
        try {
            call.run();
            return false;
        } catch (KeyServiceRefusedException e) {
            return e.code() == code;
        } catch (KeyServiceUnavailableException e) {
            return false;
        }
    }

    private Path copyOfState() {
        return daemon.state().resolveSibling("state.copy");
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            Files.copy(
                    from.resolve("voter.journal"),
                    to.resolve("voter.journal"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        daemon.close();
    }
}
