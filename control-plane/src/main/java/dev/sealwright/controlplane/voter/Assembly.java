package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All members at once: each question goes to those that are free, and the answers of a quorum are
 * the answer. Nobody waits for a member that is slow or dead.
 */
final class Assembly {
    private static final Duration VOTE = Duration.ofSeconds(5);
    private static final Duration JUDGEMENT = Duration.ofSeconds(3);
    private static final Duration HEADS = Duration.ofSeconds(3);

    /** For those that answer a little later than a quorum. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final Electorate electorate;
    private final List<Member> members;
    private final WitnessVoters witnesses;
    private final Judgement judgement;

    Assembly(Electorate electorate, List<Member> members, WitnessVoters witnesses) {
        this.electorate = electorate;
        this.members = members;
        this.witnesses = witnesses;
        this.judgement = new Judgement(electorate);
    }

    /** See {@link Judgement}. */
    List<Admission> admit(List<Bytes> leaves) {
        Poll<List<Admission>> poll = Poll.of(members, member -> member.admit(leaves));
        return judged(
                poll.await(JUDGEMENT, some -> judgement.isCertain(some, leaves.size())),
                leaves.size(),
                poll);
    }

    private List<Admission> judged(List<List<Admission>> answers, int leaves, Poll<?> poll) {
        return judgement
                .of(answers, leaves)
                .orElseThrow(() -> tooFew("judged the leaves", answers.size(), poll));
    }

    /** The checkpoint with the signatures of a quorum. */
    SignedCheckpoint append(long size, List<Bytes> leaves) {
        Poll<Vote> poll = Poll.of(members, member -> member.vote(size, leaves));
        return signed(poll.await(VOTE, some -> electorate.elected(some).isPresent()), poll);
    }

    private SignedCheckpoint signed(List<Vote> votes, Poll<?> poll) {
        Note note =
                electorate
                        .elected(votes)
                        .or(() -> withWitnesses(votes))
                        .orElseThrow(() -> failure(votes.size(), poll));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        return new SignedCheckpoint(checkpoint.size(), checkpoint.root(), note.encode());
    }

    /** The checkpoint likewise, and what becomes of the leaves that are to come next. */
    Appended step(long size, List<Bytes> leaves, List<Bytes> proposed) {
        Poll<Step> poll = Poll.of(members, member -> member.step(size, leaves, proposed));
        List<Step> steps =
                poll.await(
                        VOTE,
                        some ->
                                electorate.elected(votes(some)).isPresent()
                                        && judgement.isCertain(admissions(some), proposed.size()));
        return new Appended(
                signed(votes(steps), poll), judged(admissions(steps), proposed.size(), poll));
    }

    private static List<Vote> votes(List<Step> steps) {
        return steps.stream().map(Step::vote).toList();
    }

    private static List<List<Admission>> admissions(List<Step> steps) {
        return steps.stream().map(Step::admissions).toList();
    }

    private Optional<Note> withWitnesses(List<Vote> votes) {
        Optional<Note> begun = electorate.begun(votes);
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Poll<Optional<Vote>> poll = witnesses.votes(begun.get());
        List<Optional<Vote>> more =
                poll.await(VOTE, some -> electorate.elected(together(votes, some)).isPresent());
        return electorate.elected(together(votes, more));
    }

    private static List<Vote> together(List<Vote> votes, List<Optional<Vote>> more) {
        return Stream.concat(votes.stream(), more.stream().flatMap(Optional::stream)).toList();
    }

    /** What all that were asked refuse is refused; anything else may succeed later. */
    private RuntimeException failure(int votes, Poll<?> poll) {
        List<RuntimeException> refusals =
                poll.failures().stream()
                        .filter(KeyServiceRefusedException.class::isInstance)
                        .toList();
        return votes == 0 && !refusals.isEmpty() && refusals.size() == poll.failures().size()
                ? refusals.getFirst()
                : tooFew("signed", votes, poll);
    }

    /**
     * Shows all an anchors document that may follow.
     *
     * @throws KeyServiceRefusedException if all that answer refuse it
     */
    void offerAnchors(Bytes document) {
        Poll<Member> poll = Poll.of(members, member -> member.offer(document));
        int taken = poll.await(VOTE, some -> some.size() == members.size()).size();
        if (taken + electorate.witnesses() < electorate.quorum()) {
            throw failure(taken, poll);
        }
    }

    /**
     * The head that the log's last checkpoint may have. A quorum signed that, so of the members
     * that answer all but those that it can do without stand there or beyond; the least of those is
     * it. A database that holds less lost something, as far as anyone can tell.
     */
    Head head() {
        Poll<Head> poll = Poll.of(members, Member::head);
        poll.await(HEADS, some -> some.size() >= electorate.quorum());
        List<Head> heads = heads(poll.await(GRACE, some -> false));
        int silent = electorate.size() - heads.size();
        int certain = electorate.quorum() - silent;
        if (certain < 1) {
            throw tooFew("said where they stand", heads.size(), poll);
        }
        return heads.stream()
                .sorted(Comparator.comparingLong(Head::size).reversed())
                .skip(certain - 1L)
                .findFirst()
                .orElseThrow();
    }

    /** The witnesses are asked only where the members alone cannot tell. */
    private List<Head> heads(List<Head> members) {
        if (electorate.witnesses() == 0
                || electorate.quorum() > electorate.size() - members.size()) {
            return members;
        }
        List<Optional<Head>> more = witnesses.heads().await(HEADS, some -> false);
        return Stream.concat(members.stream(), more.stream().flatMap(Optional::stream)).toList();
    }

    /**
     * Shows each member what is known of its votes.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#VOTER_LOST_STATE} when too few are left
     *     that remember
     */
    void meet() {
        Poll.of(members, Member::meet).await(HEADS, some -> false);
        List<Member> lost =
                members.stream().filter(each -> each.state() == MemberState.LOST).toList();
        if (electorate.size() - lost.size() < electorate.quorum()) {
            throw new KeyServiceRefusedException(
                    RefusalCode.VOTER_LOST_STATE,
                    lost.size()
                            + " of "
                            + electorate.size()
                            + " voters lost their state and never sign again with their keys");
        }
    }

    private KeyServiceUnavailableException tooFew(String did, int number, Poll<?> poll) {
        String who =
                members.stream()
                        .filter(each -> each.problem().isPresent())
                        .map(each -> each.address() + ": " + each.problem().orElse(""))
                        .collect(Collectors.joining("; "));
        var failure =
                new KeyServiceUnavailableException(
                        number
                                + " of the "
                                + electorate.quorum()
                                + " voters that are needed "
                                + did
                                + (who.isEmpty() ? "." : " (" + who + ")."));
        poll.failures().forEach(failure::addSuppressed);
        return failure;
    }
}
