package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voters of a log that has several: brings up those that were away, keeps their last votes, and
 * tells how each does. A log with one voter is told of as its key service.
 */
@Context
public final class Voters {
    private static final Logger LOG = LoggerFactory.getLogger(Voters.class);
    private static final long PAUSE_MILLIS = 500;

    private final Members members;
    private final Votes votes;
    private final SignedLog signed;
    private final Cosignatures cosignatures;
    private final Log log;
    private final Storage storage;
    private final MeterRegistry registry;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("voters").unstarted(this::run);

    Voters(
            Members members,
            Votes votes,
            SignedLog signed,
            Cosignatures cosignatures,
            Log log,
            Storage storage,
            MeterRegistry registry) {
        this.members = members;
        this.votes = votes;
        this.signed = signed;
        this.cosignatures = cosignatures;
        this.log = log;
        this.storage = storage;
        this.registry = registry;
    }

    @PostConstruct
    void start() {
        if (members.areSeveral()) {
            members.electorate().anchors().voters().stream()
                    .map(Voter::name)
                    .forEach(this::measure);
            thread.start();
        }
    }

    /** By name, which whoever takes a voter's place takes over. */
    private void measure(String name) {
        Gauge.builder("sealwright.voter.behind", this, self -> self.behind(name))
                .tag("voter", name)
                .description("Leaves that were signed since the voter signed last")
                .register(registry);
        Gauge.builder("sealwright.voter.ok", this, self -> self.isOk(name) ? 1 : 0)
                .tag("voter", name)
                .description("1 while the voter signs what is new")
                .register(registry);
    }

    /** All that the anchors name, in their order; none when there is only one. */
    public List<VoterStatus> statuses() {
        if (!members.areSeveral()) {
            return List.of();
        }
        Set<String> lost = votes.lostOnes();
        long size = signed.size();
        return members.electorate().anchors().voters().stream()
                .map(voter -> status(voter, lost, size))
                .toList();
    }

    private long behind(String name) {
        return status(name).map(VoterStatus::behind).orElse(0L);
    }

    private boolean isOk(String name) {
        return status(name).filter(each -> each.state() == MemberState.OK).isPresent();
    }

    private Optional<VoterStatus> status(String name) {
        return statuses().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private VoterStatus status(Voter voter, Set<String> lost, long size) {
        String id = Votes.id(members.electorate().key(voter));
        if (voter.kind() == VoterKind.WITNESS) {
            long cosigned = cosignatures.last(id);
            return new VoterStatus(
                    voter.name(),
                    voter.kind().text(),
                    cosigned >= size ? MemberState.OK : MemberState.BEHIND,
                    cosigned,
                    Math.max(0, size - cosigned),
                    Optional.empty());
        }
        Optional<Member> member =
                members.all().stream()
                        .filter(each -> each.voter().equals(Optional.of(voter)))
                        .findFirst();
        long voted = member.flatMap(Member::last).map(Vote::size).orElse(0L);
        MemberState state =
                lost.contains(id)
                        ? MemberState.LOST
                        : member.map(Member::state).orElse(MemberState.AWAY);
        Optional<String> problem =
                member.isPresent()
                        ? member.get().problem()
                        : Optional.of("no key service that answers has its key");
        return new VoterStatus(
                voter.name(),
                voter.kind().text(),
                state,
                voted,
                Math.max(0, size - voted),
                state == MemberState.LOST
                        ? Optional.of("lost its state and never signs again: replace it")
                        : problem);
    }

    private void run() {
        try {
            do {
                tend();
            } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private void tend() {
        try {
            members.all().stream()
                    .filter(each -> each.state() == MemberState.LOST)
                    .forEach(this::tell);
            boolean leads = log.leads();
            for (Member each : members.all()) {
                LOG.trace("{}", leads ? each.tend() : each.look());
            }
        } catch (RuntimeException e) {
            // The database is away, and says so elsewhere; the next round tries again.
            LOG.debug("voters are not tended: {}", e.getMessage());
        }
    }

    /** Once for each voter, by whoever notices first. */
    private void tell(Member member) {
        member.last()
                .ifPresent(
                        vote ->
                                storage.write(
                                        connection -> {
                                            if (votes.lose(
                                                    members.electorate().key(vote.voter()), vote)) {
                                                log.record(
                                                        Leaf.NO_ORG,
                                                        EventKind.VOTER_LOST,
                                                        EventOutcome.FAILED,
                                                        detail(vote));
                                                LOG.error(
                                                        "voter {} lost its state and never signs"
                                                                + " again; replace it",
                                                        vote.voter().name());
                                            }
                                            return vote;
                                        }));
    }

    /** Names of note keys hold no character that JSON escapes but the quote. */
    private static Bytes detail(Vote vote) {
        return Bytes.utf8(
                "{\"voter\":\""
                        + vote.voter().name().replace("\\", "").replace("\"", "")
                        + "\",\"signed\":"
                        + vote.size()
                        + "}");
    }

    @PreDestroy
    void stop() {
        stop.countDown();
        thread.interrupt();
    }
}
