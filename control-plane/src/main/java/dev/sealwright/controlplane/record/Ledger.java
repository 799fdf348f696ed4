package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.LogUnavailableException;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.log.StoredLeaf;
import dev.sealwright.controlplane.storage.Gathering;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.merkle.Frontier;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which version of each row counts, according to the signed log and to nothing else. Every leaf is
 * read once, in order, and the root over all of them is compared with the signed one before any of
 * them counts, so an edited table can hide rows but neither grant nor revive anything.
 */
@Singleton
public final class Ledger {
    private static final int PART = 2_000;

    private final Storage storage;
    private final SignedLog log;
    private final SignedHeads heads;
    private final List<LeafFollower> followers;
    private final Gathering<Long> catching = new Gathering<>(Integer.MAX_VALUE, this::catchUp);

    private volatile View view =
            new View(Frontier.EMPTY, LastingLeaves.At.BEGINNING, new Standings(), Map.of());

    Ledger(Storage storage, SignedLog log, SignedHeads heads, List<LeafFollower> followers) {
        this.storage = storage;
        this.log = log;
        this.heads = heads;
        this.followers = List.copyOf(followers);
    }

    /**
     * @param lasting what tells whether leaves whose bytes are missing may be missing
     * @param changes how many leaves of the log have changed a standing of each kind
     */
    private record View(
            Frontier frontier,
            LastingLeaves.At lasting,
            Standings standings,
            Map<RecordKind, Long> changes) {
        long changes(Collection<RecordKind> kinds) {
            return kinds.stream().mapToLong(kind -> changes.getOrDefault(kind, 0L)).sum();
        }
    }

    /** What counts for a row under the newest signed checkpoint. */
    public Optional<Standing> find(UUID row) {
        return upToDate().standings.find(row);
    }

    public List<Standing> page(RecordKind kind, Bytes org, Optional<UUID> after, int limit) {
        return upToDate().standings.page(kind, org, after, limit);
    }

    public List<Standing> all(RecordKind kind) {
        return upToDate().standings.all(kind);
    }

    /**
     * Whether the log ever told of a row of that kind in the organisation, removed ones included.
     */
    public boolean ever(RecordKind kind, Bytes org) {
        return upToDate().standings.ever(kind, org);
    }

    /** The same of leaves from this index on. */
    public boolean everSince(RecordKind kind, Bytes org, long index) {
        return upToDate().standings.everSince(kind, org, index);
    }

    /**
     * Grows whenever anything that counts has changed: what was derived at one number holds until
     * the next.
     */
    public long changes() {
        return changes(EnumSet.allOf(RecordKind.class));
    }

    /** The same for what counts of these kinds. */
    public long changes(Set<RecordKind> kinds) {
        return upToDate().changes(kinds);
    }

    /** Has the followers take what the newest checkpoint covers. */
    public void follow() {
        upToDate();
    }

    /** How many leaves of the log have been taken into account. */
    public long size() {
        return upToDate().frontier.size();
    }

    private View upToDate() {
        long signed = heads.size();
        View seen = view;
        return seen.frontier.size() >= signed ? seen : caughtUp(signed);
    }

    /**
     * Who holds a connection never waits here: the one who catches up may be waiting for it. He
     * gets what was seen last, which is at least what he saw before his transaction began. Whoever
     * waited finds it done, mostly: a checkpoint is read and verified once for all of them.
     */
    private View caughtUp(long signed) {
        if (storage.inTransaction()) {
            var _ = catching.tryJoin(signed);
        } else {
            catching.join(signed);
        }
        return view;
    }

    private void catchUp(List<Long> wanted) {
        if (wanted.stream().anyMatch(signed -> view.frontier.size() < signed)) {
            heads.newest().filter(head -> head.size() > view.frontier.size()).ifPresent(this::take);
        }
    }

    private void take(SignedHeads.Verified head) {
        Frontier frontier = view.frontier;
        LastingLeaves lasting = new LastingLeaves(view.lasting);
        List<Indexed> taken = new ArrayList<>();
        while (frontier.size() < head.size()) {
            long from = frontier.size();
            List<StoredLeaf> part = log.leaves(from, Math.min(head.size(), from + PART));
            if (part.isEmpty()) {
                throw broken(head);
            }
            for (int i = 0; i < part.size(); i++) {
                long index = from + i;
                read(part.get(i), lasting)
                        .filter(leaf -> concerns(leaf.body()))
                        .ifPresent(leaf -> taken.add(new Indexed(index, leaf)));
            }
            frontier = frontier.appendAll(part.stream().map(StoredLeaf::hash).toList());
        }
        if (!frontier.root().equals(head.root()) || !lasting.accounted()) {
            throw broken(head);
        }
        Map<RecordKind, Long> changes = new EnumMap<>(RecordKind.class);
        changes.putAll(view.changes);
        for (Indexed each : taken) {
            view.standings
                    .apply(each.index(), each.leaf())
                    .ifPresent(kind -> changes.merge(kind, 1L, Long::sum));
            followers.stream()
                    .filter(follower -> follower.concerns(each.leaf().body()))
                    .forEach(follower -> follower.take(each.index(), each.leaf()));
        }
        view =
                new View(
                        frontier,
                        lasting.at(),
                        view.standings,
                        Collections.unmodifiableMap(changes));
    }

    /**
     * A leaf that is there; a right never rests on one whose bytes are not. A pruning leaf that
     * does not fit accounts for nothing.
     */
    private static Optional<Leaf> read(StoredLeaf stored, LastingLeaves lasting) {
        if (stored.gone()) {
            lasting.gone();
            return Optional.empty();
        }
        Leaf leaf = LeafCodec.decode(stored.bytes());
        var _ = lasting.add(leaf, stored.hash());
        return Optional.of(leaf);
    }

    private boolean concerns(LeafBody body) {
        return body instanceof RecordBody
                || followers.stream().anyMatch(follower -> follower.concerns(body));
    }

    private static LogUnavailableException broken(SignedHeads.Verified head) {
        return new LogUnavailableException(
                "The stored leaves are not those under the signed root of size " + head.size());
    }

    private record Indexed(long index, Leaf leaf) {}
}
