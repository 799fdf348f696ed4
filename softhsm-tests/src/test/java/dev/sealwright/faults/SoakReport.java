package dev.sealwright.faults;

import dev.sealwright.client.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What came of a soak.
 *
 * @param losses what was acknowledged and is gone, and requests that never had their answer
 * @param doubles what there is more than one of and should not be
 * @param entries in the log, which verified
 * @param memoryBefore resident memory of control plane and key service, MiB
 * @param memoryAfter the same at the end
 */
record SoakReport(
        long seed,
        Duration time,
        Map<Mischief, Integer> faults,
        Ledger ledger,
        List<String> losses,
        Set<String> doubles,
        long entries,
        long memoryBefore,
        long memoryAfter) {

    boolean clean() {
        return losses.isEmpty() && doubles.isEmpty();
    }

    /** One line. */
    String json() {
        var json =
                Json.object()
                        .put("name", "soak")
                        .put("seed", seed)
                        .put("seconds", time.toSeconds())
                        .put("requests", ledger.requests())
                        .put("retries", ledger.retries())
                        .put("enrolments", ledger.enrolments())
                        .put("renewals", ledger.renewals())
                        .put("changes", ledger.changes())
                        .put("losses", losses.size())
                        .put("doubles", doubles.size())
                        .put("log_entries", entries)
                        .put("log_verified", true)
                        .put("rss_start_mib", memoryBefore)
                        .put("rss_end_mib", memoryAfter);
        var kinds = json.putObject("faults");
        new TreeMap<>(faults)
                .forEach((kind, number) -> kinds.put(kind.name().toLowerCase(Locale.ROOT), number));
        return json.toString();
    }
}
