package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.Receipt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients of several replicas saw, and whether one append-only log can have shown it to them:
 * each acknowledged event has one index, indexes follow real time, what was read contains what was
 * acknowledged before the read began, and no size has two roots. Safe for concurrent use.
 */
final class History {
    private final AtomicLong time = new AtomicLong();
    private final List<Append> appends = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final Map<Long, Bytes> roots = new HashMap<>();
    private final List<String> forks = new ArrayList<>();

    /** An event and when it was asked for and acknowledged. */
    record Append(UUID id, long asked, long acknowledged, long index, Receipt receipt) {}

    /** The size of the log, and when it was asked for and told. */
    record Read(long asked, long told, long size) {}

    /** A moment of real time. */
    long now() {
        return time.incrementAndGet();
    }

    synchronized void acknowledged(UUID id, long asked, LeafOutcome.Released released) {
        appends.add(new Append(id, asked, now(), released.index(), released.receipt()));
        saw(Checkpoint.parse(released.receipt().checkpoint().text()));
    }

    synchronized void read(long asked, SignedHead head) {
        reads.add(new Read(asked, now(), head.size()));
        saw(Checkpoint.parse(head.note().text()));
    }

    private void saw(Checkpoint checkpoint) {
        Bytes known = roots.putIfAbsent(checkpoint.size(), checkpoint.root());
        if (known != null && !known.equals(checkpoint.root())) {
            forks.add("two roots of size " + checkpoint.size());
        }
    }

    synchronized List<Append> appends() {
        return List.copyOf(appends);
    }

    /**
     * What is wrong with it.
     *
     * @param log ids of the leaves as the log holds them in the end, by index
     */
    synchronized List<String> faults(List<UUID> log) {
        List<String> faults = new ArrayList<>(forks);
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < log.size(); i++) {
            if (!ids.add(log.get(i))) {
                faults.add("leaf " + log.get(i) + " stands there twice");
            }
        }
        Map<UUID, Long> seen = new HashMap<>();
        for (Append append : appends) {
            if (append.index() >= log.size()
                    || !log.get((int) append.index()).equals(append.id())) {
                faults.add(append.id() + " was acknowledged and is not at " + append.index());
            }
            Long before = seen.putIfAbsent(append.id(), append.index());
            if (before != null && before != append.index()) {
                faults.add(append.id() + " was acknowledged with two indexes");
            }
        }
        order().ifPresent(faults::add);
        return List.copyOf(faults);
    }

    /** In the order of acknowledgement, nothing asked for later may stand before. */
    private Optional<String> order() {
        record Seen(long asked, long told, long atLeast, long atMost) {}
        List<Seen> all = new ArrayList<>();
        // An append shows that the log had more than its index; a read shows its size.
        appends.forEach(
                each ->
                        all.add(
                                new Seen(
                                        each.asked(),
                                        each.acknowledged(),
                                        each.index() + 1,
                                        each.index())));
        reads.forEach(
                each -> all.add(new Seen(each.asked(), each.told(), each.size(), each.size())));
        List<Seen> byAsked = all.stream().sorted(Comparator.comparingLong(Seen::asked)).toList();
        List<Seen> byTold = all.stream().sorted(Comparator.comparingLong(Seen::told)).toList();
        long known = 0;
        int next = 0;
        for (Seen later : byAsked) {
            while (next < byTold.size() && byTold.get(next).told() < later.asked()) {
                known = Math.max(known, byTold.get(next).atLeast());
                next++;
            }
            if (later.atMost() < known) {
                return Optional.of(
                        "what was asked for at "
                                + later.asked()
                                + " came before what had been seen then");
            }
        }
        return Optional.empty();
    }
}
