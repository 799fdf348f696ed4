package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.VoterKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The members of the log, when it has several voters; none when its one voter is all there is. */
public final class Members implements AutoCloseable {
    private static final String FIRST = "the key service";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Electorate electorate;
    private final List<Member> members;
    private final WitnessVoters witnesses;
    private final Keepers keepers;
    private final DerivedSecrets derived;

    private Members(
            Electorate electorate,
            List<Member> members,
            WitnessVoters witnesses,
            Keepers keepers,
            DerivedSecrets derived) {
        this.electorate = electorate;
        this.witnesses = witnesses;
        this.members = List.copyOf(members);
        this.keepers = keepers;
        this.derived = derived;
    }

    /**
     * Those that are configured, of a log with these anchors.
     *
     * @param first the first member's key service
     * @throws IllegalStateException when they cannot make a quorum
     */
    public static Members of(
            AnchorsInForce anchors,
            FurtherMember first,
            List<FurtherMember> further,
            SignedLog log,
            Cosignatures checkpoints,
            Votes votes,
            EntrustedTable entrusted,
            WitnessVotes witnesses) {
        Electorate electorate = new Electorate(anchors);
        List<Member> members = new ArrayList<>();
        LogSource source = new LogSource(log, checkpoints, anchors);
        if (electorate.size() > 1) {
            members.add(new Member(FIRST, first.service(), electorate, source, votes));
            for (FurtherMember each : further) {
                members.add(new Member(each.address(), each.service(), electorate, source, votes));
            }
        }
        requireQuorum(electorate, 1 + further.size());
        Keepers keepers = keepers(anchors.newest(), first, further);
        return new Members(
                electorate,
                members,
                new WitnessVoters(electorate, witnesses, source),
                keepers,
                new DerivedSecrets(keepers, entrusted));
    }

    /** Where the first member alone has keys, it is waited for. */
    private static Keepers keepers(
            VerifiedAnchors anchors, FurtherMember first, List<FurtherMember> further) {
        if (!anchors.severalIssue()) {
            return new Keepers(List.of(new Keeper(FIRST, first.service())), List.of());
        }
        List<Keeper> all = new ArrayList<>();
        all.add(new Keeper(FIRST, first.impatient()));
        further.forEach(each -> all.add(new Keeper(each.address(), each.impatient())));
        return new Keepers(all, Holder.of(anchors));
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

    /**
     * The anchors of the first of these that answers.
     *
     * @throws KeyServiceUnavailableException when none does within this time
     */
    public static Bytes anchors(List<FurtherMember> members, Duration limit) {
        Keepers all =
                new Keepers(
                        members.stream()
                                .map(each -> new Keeper(each.address(), each.service()))
                                .toList(),
                        List.of());
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return all.any(KeyService::anchors);
            } catch (KeyServiceUnavailableException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                // One that has been away for a while fails at once.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
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
        if (electorate.anchors().severalIssue()) {
            keepers.look();
        }
    }

    /**
     * Learns who keeps what, and gives each what all are to keep; for a thread that may wait.
     *
     * @param versions of derived secrets that count
     */
    void spread(Supplier<List<Long>> versions) {
        if (electorate.anchors().severalIssue()) {
            keepers.look();
            derived.spread(versions.get());
        }
    }

    /** What the keys of all members that are there look like, the first's first. */
    public List<KeyInventory> inventories() {
        return keepers.each(KeyService::describeKeys);
    }

    /** The members that hold keys beside their log keys. */
    Keepers keepers() {
        return keepers;
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
                ? new QuorumKeyService(
                        new Assembly(electorate, members, witnesses), keepers, derived)
                : first;
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        witnesses.close();
    }
}
