package dev.sealwright.keyservice.quota;

import dev.sealwright.keyservice.api.OperationCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how operations ended. Safe for concurrent use. */
public final class Tally {
    public static final String OK = "ok";

    private record End(String operation, String outcome) {}

    private final Map<End, LongAdder> counts = new ConcurrentHashMap<>();

    public void add(String operation, String outcome) {
        counts.computeIfAbsent(new End(operation, outcome), end -> new LongAdder()).increment();
    }

    /** In the order of their names. */
    public List<OperationCount> counts() {
        return counts.entrySet().stream()
                .map(
                        entry ->
                                new OperationCount(
                                        entry.getKey().operation(),
                                        entry.getKey().outcome(),
                                        entry.getValue().sum()))
                .sorted(
                        Comparator.comparing(OperationCount::operation)
                                .thenComparing(OperationCount::outcome))
                .toList();
    }
}
