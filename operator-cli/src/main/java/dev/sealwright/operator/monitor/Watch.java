package dev.sealwright.operator.monitor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A rule at work: it remembers the times of the leaves that its rate still counts. */
final class Watch {
    private final WatchRule rule;
    private final Deque<Instant> times = new ArrayDeque<>();

    Watch(WatchRule rule) {
        this.rule = rule;
    }

    /** Why the leaf, which follows those read before, is an alarm. */
    Optional<String> read(Bytes entry, Leaf leaf) {
        if (!rule.means(entry, leaf)) {
            return Optional.empty();
        }
        if (rule.rate().isEmpty()) {
            return Optional.of(rule.name() + ": a leaf " + leaf.type() + " of " + leaf.time());
        }
        WatchRule.Rate rate = rule.rate().get();
        times.add(leaf.time());
        Instant first = leaf.time().minus(rate.within());
        while (!times.isEmpty() && !times.getFirst().isAfter(first)) {
            times.removeFirst();
        }
        if (times.size() <= rate.count()) {
            return Optional.empty();
        }
        times.clear();
        return Optional.of(
                rule.name()
                        + ": more than "
                        + rate.count()
                        + " within "
                        + rate.within().toSeconds()
                        + " s");
    }
}
