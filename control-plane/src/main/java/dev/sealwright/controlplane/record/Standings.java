package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** The newest version of every row that a sequence of leaves tells of. */
final class Standings {
    private final Map<UUID, Standing> rows = new ConcurrentHashMap<>();
    private final Map<Collection, ConcurrentSkipListSet<Bytes>> collections =
            new ConcurrentHashMap<>();

    private record Collection(RecordKind kind, Bytes org) {}

    /** Takes the next leaf of the log; the kind of which it changed what counts, if it did. */
    Optional<RecordKind> apply(long index, Leaf leaf) {
        if (!(leaf.body() instanceof RecordBody body)) {
            return Optional.empty();
        }
        Standing next = standing(index, leaf, body);
        Standing before = rows.get(next.row());
        if (before != null && !follows(before, next)) {
            return Optional.empty();
        }
        rows.put(next.row(), next);
        collections
                .computeIfAbsent(
                        new Collection(next.kind(), next.org()),
                        c -> new ConcurrentSkipListSet<>(Comparator.naturalOrder()))
                .add(body.row());
        return Optional.of(next.kind());
    }

    /** A row never changes its kind or organisation, and its versions only grow. */
    private static boolean follows(Standing before, Standing next) {
        return next.version() > before.version()
                && next.kind() == before.kind()
                && next.org().equals(before.org());
    }

    Optional<Standing> find(UUID row) {
        return Optional.ofNullable(rows.get(row));
    }

    /** Rows that are set, in the order of their ids, from the first beyond {@code after}. */
    List<Standing> page(RecordKind kind, Bytes org, Optional<UUID> after, int limit) {
        ConcurrentSkipListSet<Bytes> all = collections.get(new Collection(kind, org));
        if (all == null) {
            return List.of();
        }
        var rest = after.map(row -> all.tailSet(Uuids.bytes(row), false)).orElse(all);
        return rest.stream()
                .map(row -> rows.get(Uuids.uuid(row)))
                .filter(standing -> standing != null && standing.isSet())
                .limit(limit)
                .toList();
    }

    boolean ever(RecordKind kind, Bytes org) {
        return collections.containsKey(new Collection(kind, org));
    }

    /** Whether a leaf from this index on told of a row of the kind, removed ones included. */
    boolean everSince(RecordKind kind, Bytes org, long index) {
        ConcurrentSkipListSet<Bytes> all = collections.get(new Collection(kind, org));
        return all != null
                && all.stream()
                        .map(row -> rows.get(Uuids.uuid(row)))
                        .anyMatch(standing -> standing != null && standing.index() >= index);
    }

    /** Rows of a kind in every organisation. */
    List<Standing> all(RecordKind kind) {
        return rows.values().stream()
                .filter(standing -> standing.kind() == kind && standing.isSet())
                .sorted(Comparator.comparing(standing -> Uuids.bytes(standing.row())))
                .toList();
    }

    private static Standing standing(long index, Leaf leaf, RecordBody body) {
        return new Standing(
                Uuids.uuid(body.row()),
                body.kind(),
                leaf.org(),
                body.version(),
                body.state(),
                body.digest(),
                index,
                leaf.time());
    }
}
