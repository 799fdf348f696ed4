package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Voter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One member of the log, asked one question after the other on a thread of its own: one that is
 * slow or dead misses questions and delays nobody.
 */
final class Member implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final String address;
    private final KeyService service;
    private final Electorate electorate;
    private final CatchUp catchUp;
    private final Votes votes;
    private final LogSource source;
    private final ExecutorService worker;
    private final AtomicInteger open = new AtomicInteger();
    private volatile MemberState state = MemberState.AWAY;
    private volatile Optional<String> problem = Optional.of("was not asked yet");
    private volatile Optional<Vote> last = Optional.empty();
    private volatile boolean introduced;
    private volatile boolean unkept;
    private volatile long lostUnder;

    Member(
            String address,
            KeyService service,
            Electorate electorate,
            LogSource source,
            Votes votes) {
        this.address = address;
        this.service = service;
        this.electorate = electorate;
        this.catchUp = new CatchUp(source);
        this.source = source;
        this.votes = votes;
        this.worker =
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("voter-" + address).factory());
    }

    String address() {
        return address;
    }

    MemberState state() {
        return state;
    }

    Optional<String> problem() {
        return problem;
    }

    /** Its newest vote, as far as this process knows. */
    Optional<Vote> last() {
        return last;
    }

    /** Which of the anchors' voters it is; known once it has signed something here. */
    Optional<Voter> voter() {
        return last.map(Vote::voter);
    }

    Optional<CompletableFuture<List<Admission>>> admit(List<Bytes> leaves) {
        return ask(() -> service.admit(leaves));
    }

    Optional<CompletableFuture<Head>> head() {
        return ask(service::head);
    }

    /** Shows it what is known of its votes, and so whether it remembers them. */
    Optional<CompletableFuture<Member>> meet() {
        introduced = false;
        return ask(() -> this);
    }

    Optional<CompletableFuture<Vote>> vote(long size, List<Bytes> leaves) {
        return ask(() -> voted(size, leaves));
    }

    /** Votes, and judges what is to come next, in one call where it can. */
    Optional<CompletableFuture<Step>> step(long size, List<Bytes> leaves, List<Bytes> proposed) {
        return ask(() -> stepped(size, leaves, proposed));
    }

    /** Sees how it does, where another replica has it vote. */
    Optional<CompletableFuture<Member>> look() {
        return ask(1, () -> seen(this::compare));
    }

    /** What is to be done when nobody waits: catching up, and keeping its last vote. */
    Optional<CompletableFuture<Member>> tend() {
        return ask(1, () -> seen(this::bring));
    }

    private Member seen(BiConsumer<Head, SignedHead> then) {
        Head head = service.head();
        if (last.filter(vote -> vote.size() > head.size()).isPresent()) {
            introduced = false;
            introduce();
        }
        head.note().flatMap(electorate::vote).ifPresent(this::keep);
        source.newest().ifPresent(newest -> then.accept(head, newest));
        if (unkept) {
            last.ifPresent(vote -> votes.store(electorate.key(vote.voter()), vote));
            unkept = false;
        }
        return this;
    }

    private void bring(Head head, SignedHead newest) {
        compare(head, newest);
        if (head.size() < newest.size()) {
            long at = catchUp.run(service);
            taken(service.append(at, List.of()));
        }
    }

    private void compare(Head head, SignedHead newest) {
        if (head.size() < newest.size()) {
            note(MemberState.BEHIND, Optional.of("catches up from " + head.size() + " leaves"));
        } else if (head.size() > newest.size()) {
            // What is being voted on, or what the log never had: its next vote tells.
            if (state == MemberState.AWAY) {
                note(MemberState.BEHIND, Optional.of("holds leaves that are not signed yet"));
            }
        } else if (head.root().equals(newest.root())) {
            note(MemberState.OK, Optional.empty());
        } else {
            note(MemberState.CONTRADICTS, Optional.of("holds other leaves than the log"));
        }
    }

    private Vote voted(long size, List<Bytes> leaves) {
        try {
            return taken(service.append(size, leaves));
        } catch (KeyServiceRefusedException e) {
            switch (e.code()) {
                case NOT_ADMITTED -> {}
                case UNCONFIRMED -> {
                    introduced = false;
                    introduce();
                }
                case WRONG_SIZE -> {
                    introduced = false;
                    introduce();
                    catchUp.run(service);
                }
                default -> throw e;
            }
        }
        service.admit(leaves);
        return taken(service.append(size, leaves));
    }

    private Step stepped(long size, List<Bytes> leaves, List<Bytes> proposed) {
        try {
            Appended both = service.appendAndAdmit(size, leaves, proposed);
            return new Step(taken(both.checkpoint()), both.admissions());
        } catch (KeyServiceRefusedException e) {
            LOG.debug("{} is asked for one after the other: {}", address, e.code().text());
            return new Step(voted(size, leaves), service.admit(proposed));
        }
    }

    private Vote taken(SignedCheckpoint signed) {
        Vote vote =
                electorate
                        .vote(signed.note())
                        .orElseThrow(
                                () ->
                                        new KeyServiceUnavailableException(
                                                "It signs with other keys than those of a voter."));
        keep(vote);
        note(MemberState.OK, Optional.empty());
        return vote;
    }

    private void keep(Vote vote) {
        if (last.filter(known -> known.size() >= vote.size()).isEmpty()) {
            last = Optional.of(vote);
            unkept = true;
        }
    }

    /** Before it is asked for anything, and again when it may have been another one meanwhile. */
    private void introduce() {
        if (introduced) {
            return;
        }
        showAnchors();
        for (String note : votes.notes()) {
            service.observe(note);
        }
        last.ifPresent(vote -> service.observe(vote.note().encode()));
        source.changes().forEach(change -> service.observe(change.note().encode()));
        source.newest().ifPresent(newest -> service.observe(newest.note().encode()));
        introduced = true;
    }

    /** It learns from the log which of them are in force; here only that they may be. */
    private void showAnchors() {
        Bytes its = service.anchors();
        long version = electorate.inForce().chain().versionOf(its).orElseThrow(Member::underOthers);
        for (Bytes document : electorate.inForce().documentsAfter(version)) {
            try {
                service.offerAnchors(document);
            } catch (KeyServiceRefusedException e) {
                // One that is not signed may never be.
                LOG.debug("{} refuses anchors: {}", address, e.detail());
            }
        }
    }

    private static KeyServiceRefusedException underOthers() {
        return new KeyServiceRefusedException(
                RefusalCode.DIGEST, "it works under another anchors document");
    }

    Optional<CompletableFuture<Member>> offer(Bytes document) {
        return ask(
                () -> {
                    service.offerAnchors(document);
                    return this;
                });
    }

    /** Behind what it is at, so that one that is only tended misses no vote. */
    private <T> Optional<CompletableFuture<T>> ask(Supplier<T> question) {
        return ask(2, question);
    }

    private <T> Optional<CompletableFuture<T>> ask(int most, Supplier<T> question) {
        if (isGone() || open.get() >= most) {
            return Optional.empty();
        }
        open.incrementAndGet();
        return Optional.of(CompletableFuture.supplyAsync(() -> answer(question), worker));
    }

    /** One that is lost stays so; under newer anchors it may be another at its address. */
    private boolean isGone() {
        if (state == MemberState.LOST && electorate.anchors().content().version() > lostUnder) {
            last = Optional.empty();
            unkept = false;
            introduced = false;
            note(MemberState.AWAY, Optional.of("was not asked yet under the present anchors"));
        }
        return state == MemberState.LOST;
    }

    private <T> T answer(Supplier<T> question) {
        try {
            introduce();
            return question.get();
        } catch (KeyServiceRefusedException e) {
            note(MemberState.after(e.code()), Optional.of(e.code().text() + ": " + e.detail()));
            throw e;
        } catch (KeyServiceUnavailableException e) {
            introduced = false;
            note(MemberState.AWAY, Optional.ofNullable(e.getMessage()));
            throw e;
        } finally {
            open.decrementAndGet();
        }
    }

    private void note(MemberState now, Optional<String> why) {
        if (now != state) {
            LOG.atLevel(now == MemberState.OK ? Level.INFO : Level.WARN)
                    .log("voter at {} is {}: {}", address, now.text(), why.orElse("it signs"));
        }
        lostUnder = electorate.anchors().content().version();
        state = now;
        problem = why;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
