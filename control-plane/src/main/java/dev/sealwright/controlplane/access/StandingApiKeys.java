package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** How many API keys stand under which version of the HSM's key {@code mac}. */
@Singleton
public final class StandingApiKeys {
    private final Records records;
    private final ApiKeyMoving moving;
    private final InstantSource clock;

    StandingApiKeys(Records records, ApiKeyMoving moving, InstantSource clock) {
        this.records = records;
        this.moving = moving;
        this.clock = clock;
    }

    /** Moves those that were presented here, the caller's own among them, to the newest version. */
    public void settle() {
        moving.round();
    }

    /** Those of all organisations that are in force; a version without any is absent. */
    public Map<Long, Long> byVersion() {
        return records.all(ApiKeyDocument.TYPE).stream()
                .map(Versioned::value)
                .filter(
                        key ->
                                key.expires()
                                        .filter(end -> !clock.instant().isBefore(end))
                                        .isEmpty())
                .collect(Collectors.groupingBy(ApiKeyDocument::version, Collectors.counting()));
    }
}
