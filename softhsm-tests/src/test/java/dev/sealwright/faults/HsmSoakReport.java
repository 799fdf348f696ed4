package dev.sealwright.faults;

import dev.sealwright.client.json.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of it.
 *
 * @param hung calls of the module that hung: each may take the call along that waits for it
 * @param size leaves of the log as the caller counts them
 * @param logAgrees whether the key service has that size, and the root that the caller computed
 * @param growth of the key service's memory
 */
record HsmSoakReport(
        long seed,
        Duration time,
        Map<HsmFault, Integer> faults,
        long hung,
        HsmCalls calls,
        int size,
        boolean logAgrees,
        HsmGrowth growth) {

    boolean clean() {
        return logAgrees && calls.failures().size() <= hung && growth.isFlat();
    }

    /** One line. */
    String json() {
        var json =
                Json.object()
                        .put("name", "hsm-soak")
                        .put("seed", seed)
                        .put("seconds", time.toSeconds())
                        .put("failed", calls.failures().size())
                        .put("hung", hung)
                        .put("longest_ms", calls.longest().toMillis())
                        .put("log_entries", size)
                        .put("log_agrees", logAgrees);
        growth.describe(json.putObject("memory"));
        var operations = json.putObject("calls");
        new TreeMap<>(calls.calls())
                .forEach((kind, number) -> operations.put(name(kind), (long) number));
        var kinds = json.putObject("faults");
        new TreeMap<>(faults).forEach((kind, number) -> kinds.put(name(kind), (int) number));
        return json.toString();
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
