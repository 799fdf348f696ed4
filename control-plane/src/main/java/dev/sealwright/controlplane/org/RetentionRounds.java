package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.OrgDocument;
import dev.sealwright.controlplane.log.LeafPruning;
import dev.sealwright.controlplane.log.Retention;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the log forget what each organisation no longer keeps, by what its row in the log says. */
@Singleton
final class RetentionRounds {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionRounds.class);

    private final Retention retention;
    private final LeafPruning leaves;
    private final Records records;

    RetentionRounds(Retention retention, LeafPruning leaves, Records records) {
        this.retention = retention;
        this.leaves = leaves;
        this.records = records;
    }

    @Scheduled(fixedDelay = "10m", initialDelay = "10m")
    void run() {
        try {
            Map<Bytes, Integer> own = own();
            retention.run(own);
            leaves.run(own.values().stream().mapToInt(Integer::intValue).max().orElse(0));
        } catch (RuntimeException e) {
            LOG.warn("retention pauses: {}", e.getMessage(), e);
        }
    }

    /** Days, by the tag of each organisation that has a period of its own. */
    Map<Bytes, Integer> own() {
        Map<Bytes, Integer> own = new HashMap<>();
        for (Versioned<OrgDocument> org : records.all(OrgDocument.TYPE)) {
            Optional.ofNullable(org.value().retentionDays())
                    .ifPresent(days -> own.put(org.org(), days));
        }
        return Map.copyOf(own);
    }
}
