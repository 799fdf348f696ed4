package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.anchors.VoterKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The members of the log, when it has several voters; none when its one voter is all there is. */
public final class Members implements AutoCloseable {
    private static final String FIRST = "the key service";

    private final Electorate electorate;
    private final List<Member> members;
    private final WitnessVoters witnesses;

    private Members(Electorate electorate, List<Member> members, WitnessVoters witnesses) {
        this.electorate = electorate;
        this.witnesses = witnesses;
        this.members = List.copyOf(members);
    }

    /**
     * Those that are configured, of a log with these anchors.
     *
     * @param first the key service that holds all other keys
     * @throws IllegalStateException when they cannot make a quorum
     */
    public static Members of(
            AnchorsInForce anchors,
            KeyService first,
            List<FurtherMember> further,
            SignedLog log,
            Cosignatures checkpoints,
            Votes votes,
            WitnessVotes witnesses) {
        Electorate electorate = new Electorate(anchors);
        List<Member> members = new ArrayList<>();
        LogSource source = new LogSource(log, checkpoints, anchors);
        if (electorate.size() > 1) {
            members.add(new Member(FIRST, first, electorate, source, votes));
            for (FurtherMember each : further) {
                members.add(new Member(each.address(), each.service(), electorate, source, votes));
            }
        }
        requireQuorum(electorate, 1 + further.size());
        return new Members(electorate, members, new WitnessVoters(electorate, witnesses, source));
    }

    private static void requireQuorum(Electorate electorate, int configured) {
        long members =
                electorate.anchors().voters().stream()
                        .filter(voter -> voter.kind() == VoterKind.MEMBER)
                        .count();
        if (configured > members) {
            throw new IllegalStateException(
                    "SEALWRIGHT_MEMBERS names more members than the anchors do, which have "
                            + members
                            + " with the key service. Take the others out, or put the anchors in"
                            + " place that name them.");
        }
        if (configured + electorate.witnesses() < electorate.quorum()) {
            throw new IllegalStateException(
                    "The anchors demand "
                            + electorate.quorum()
                            + " of "
                            + electorate.size()
                            + " voters, and only "
                            + configured
                            + " members are configured. Name the others in the file of"
                            + " SEALWRIGHT_MEMBERS.");
        }
    }

    /** Waits until a quorum answers, or as long as this: all may be started at once. */
    public void awaitQuorum(Duration limit) {
        int needed = Math.min(electorate.quorum(), members.size());
        long end = System.nanoTime() + limit.toNanos();
        boolean there = !areSeveral();
        while (!there && System.nanoTime() - end < 0) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            there =
                    Poll.of(members, Member::meet).await(left, some -> some.size() >= needed).size()
                            >= needed;
        }
    }

    /** Whether there are several voters. */
    public boolean areSeveral() {
        return electorate.size() > 1;
    }

    Electorate electorate() {
        return electorate;
    }

    List<Member> all() {
        return members;
    }

    /** The key service, with the members' votes in place of its own. */
    public KeyService voting(KeyService first) {
        return areSeveral()
                ? new QuorumKeyService(first, new Assembly(electorate, members, witnesses))
                : first;
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        witnesses.close();
    }
}
