package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.merkle.Frontier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a voter knows, changed by events alone. Not safe for concurrent use. */
final class VoterState {
    /** Admitted leaves that may wait for their append. */
    static final int MAX_ADMITTED = 65_536;

    /** Of these, such that this voter keeps whole. */
    static final int MAX_LEARNING = 4_096;

    /**
     * When full, admissions older than this make room: no sequencer holds a leaf back that long.
     */
    static final Duration STALE = Duration.ofDays(7);

    /** A leaf may be this much older than its admission, and another before it so much younger. */
    private static final Duration LATE = Validity.SKEW.multipliedBy(4);

    private record Waiting(LeafRole role, Instant time, Bytes learnt, Bytes spent) {}

    private final Map<Bytes, Waiting> admitted = new LinkedHashMap<>();
    private Frontier previous;
    private Frontier current;
    private Optional<String> retired;
    private final Authorities authorities;
    private final ClientKeys keys;
    private final OrgKeys orgKeys;
    private final Trust trust;
    private final LastingChain lasting;

    VoterState(VoterEvent.Snapshot snapshot) {
        previous = snapshot.previous();
        current = snapshot.current();
        retired = snapshot.retired();
        authorities = new Authorities(snapshot.authorities());
        keys = new ClientKeys(snapshot.keys());
        orgKeys = new OrgKeys(snapshot.orgKeys());
        trust = new Trust(snapshot.trust());
        lasting = new LastingChain(snapshot.lasting());
        snapshot.admitted().forEach(this::apply);
    }

    Frontier previous() {
        return previous;
    }

    Frontier current() {
        return current;
    }

    Optional<String> retired() {
        return retired;
    }

    Authorities authorities() {
        return authorities;
    }

    ClientKeys keys() {
        return keys;
    }

    OrgKeys orgKeys() {
        return orgKeys;
    }

    Trust.Snapshot trust() {
        return trust.snapshot();
    }

    /** Up to where nothing escaped this voter that it learns from. */
    long knownSize() {
        return lasting.accounted() ? current.size() : 0;
    }

    LastingChain lasting() {
        return lasting;
    }

    /** Whether this voter has to remember the leaf until it is appended. */
    static boolean teaches(LeafBody body) {
        return body instanceof AuthorityBody
                || (body instanceof LeafBody.Anchors anchors && anchors.isChange())
                || body instanceof OrgKeyBody
                || body instanceof PruningBody
                || (body instanceof KeyBody && !(body instanceof KeyBody.Sign));
    }

    /** Whether a restoration of the key is admitted and not appended yet. */
    boolean awaitsRestoration(Bytes key) {
        return awaited().anyMatch(leaf -> leaf.body().equals(new KeyBody.Restoration(key)));
    }

    /** Whether a restoration of that version of the org's key is admitted and not appended yet. */
    boolean awaitsRestoration(Bytes org, long version) {
        OrgKeyBody restoration = new OrgKeyBody.Restoration(version);
        return awaited()
                .anyMatch(leaf -> leaf.org().equals(org) && leaf.body().equals(restoration));
    }

    private Stream<Leaf> awaited() {
        return admitted.values().stream()
                .filter(each -> !each.learnt().isEmpty())
                .map(each -> LeafCodec.decode(each.learnt()));
    }

    /** How many admitted leaves wait whose whole bytes are kept. */
    long learning() {
        return admitted.values().stream().filter(each -> !each.learnt().isEmpty()).count();
    }

    boolean isAdmitted(Bytes hash) {
        return admitted.containsKey(hash);
    }

    Optional<LeafRole> roleOf(Bytes hash) {
        return Optional.ofNullable(admitted.get(hash)).map(Waiting::role);
    }

    /** The change of anchors that was admitted under this hash, if it is one. */
    Optional<LeafBody.Anchors> changeAdmitted(Bytes hash) {
        return Optional.ofNullable(admitted.get(hash))
                .filter(each -> each.role() == LeafRole.ANCHORS_CHANGE)
                .map(each -> (LeafBody.Anchors) LeafCodec.decode(each.learnt()).body());
    }

    /** Whether so many more can be admitted at this time. */
    boolean hasRoom(Instant now, int more) {
        int excess = admitted.size() + more - MAX_ADMITTED;
        Instant stale = now.minus(STALE);
        return excess <= 0
                || admitted.values().stream()
                                .takeWhile(each -> each.time().isBefore(stale))
                                .limit(excess)
                                .count()
                        == excess;
    }

    void apply(VoterEvent event) {
        switch (event) {
            case VoterEvent.Admitted leaves -> admit(leaves);
            case VoterEvent.Appended appended -> append(appended);
            case VoterEvent.Followed followed -> follow(followed);
            case VoterEvent.Offered offered -> trust.offer(offered.offer());
            case VoterEvent.Confirmed _ -> trust.confirm();
            case VoterEvent.Retired reason -> retired = Optional.of(reason.reason());
            case VoterEvent.Snapshot snapshot ->
                    throw new MalformedException("a journal with a second snapshot");
        }
    }

    private void admit(VoterEvent.Admitted event) {
        if (admitted.size() + event.leaves().size() > MAX_ADMITTED) {
            Instant stale = event.time().minus(STALE);
            admitted.values().removeIf(waiting -> waiting.time().isBefore(stale));
        }
        event.leaves().forEach(leaf -> admitted.putIfAbsent(leaf.hash(), waiting(leaf, event)));
        event.leaves().forEach(leaf -> authorities.spend(leaf.spent()));
        authorities.forget(event.time());
        if (admitted.size() > MAX_ADMITTED) {
            throw new MalformedException("a journal with too many admitted leaves");
        }
    }

    private static Waiting waiting(AdmittedLeaf leaf, VoterEvent.Admitted event) {
        return new Waiting(leaf.role(), event.time(), leaf.learnt(), leaf.spent());
    }

    private void append(VoterEvent.Appended event) {
        if (event.size() != current.size()) {
            throw new MalformedException("a journal that appends at another size");
        }
        long size = current.size();
        for (Bytes hash : event.hashes()) {
            size++;
            Waiting waited = admitted.remove(hash);
            if (waited == null) {
                throw new MalformedException("a journal that appends what was not admitted");
            }
            Optional<Leaf> known = known(waited.learnt());
            if (known.isPresent()) {
                learn(known.get(), !waited.spent().isEmpty(), size);
            }
            lasting.add(waited.role(), known, hash);
        }
        previous = current;
        current = current.appendAll(event.hashes());
    }

    private static Optional<Leaf> known(Bytes learnt) {
        return learnt.isEmpty() ? Optional.empty() : Optional.of(LeafCodec.decode(learnt));
    }

    /**
     * @param size of the log that the leaf is the last of
     */
    private void learn(Leaf leaf, boolean approved, long size) {
        trust.learn(leaf, size);
        authorities.learn(leaf, approved);
        keys.learn(leaf);
        orgKeys.learn(leaf);
    }

    /**
     * What an approval allowed counts here if the approval stands in the log and is not used up.
     */
    private void follow(VoterEvent.Followed event) {
        if (event.size() != current.size()) {
            throw new MalformedException("a journal that follows at another size");
        }
        long size = current.size();
        for (AdmittedLeaf leaf : event.leaves()) {
            size++;
            Waiting waited = admitted.remove(leaf.hash());
            boolean approved =
                    (waited != null && !waited.spent().isEmpty())
                            || authorities.isUnspent(leaf.spent());
            authorities.spend(leaf.spent());
            Optional<Leaf> known = known(leaf.learnt());
            if (known.isPresent()) {
                learn(known.get(), approved, size);
            }
            lasting.add(leaf.role(), known, leaf.hash());
        }
        authorities.forget(event.time().minus(LATE));
        previous = current;
        current = current.appendAll(event.leaves().stream().map(AdmittedLeaf::hash).toList());
    }

    VoterEvent.Snapshot snapshot() {
        List<VoterEvent.Admitted> groups = new ArrayList<>();
        List<AdmittedLeaf> group = new ArrayList<>();
        Instant time = Instant.EPOCH;
        for (Map.Entry<Bytes, Waiting> entry : admitted.entrySet()) {
            if (!entry.getValue().time().equals(time) && !group.isEmpty()) {
                groups.add(new VoterEvent.Admitted(time, group));
                group.clear();
            }
            time = entry.getValue().time();
            group.add(
                    new AdmittedLeaf(
                            entry.getKey(),
                            entry.getValue().role(),
                            entry.getValue().learnt(),
                            entry.getValue().spent()));
        }
        if (!group.isEmpty()) {
            groups.add(new VoterEvent.Admitted(time, group));
        }
        return new VoterEvent.Snapshot(
                previous,
                current,
                groups,
                retired,
                authorities.snapshot(),
                keys.snapshot(),
                orgKeys.snapshot(),
                trust.snapshot(),
                lasting.snapshot());
    }
}
