package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what is older than its organisation's retention, or the configured one: details and
 * actors of entries, never a leaf, a hash or a row that a right rests on. First an event of each
 * organisation concerned says so in the signed log; then the rows go, in small transactions that a
 * restart goes on with.
 */
@Singleton
public class Retention {
    /**
     * By how much neighbours in the log may differ in time: nothing goes before its age is reached.
     */
    static final Duration SKEW = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final int ROUND = 10_000;

    private final Storage storage;
    private final Log log;
    private final InstantSource clock;
    private final RetentionSettings settings;

    Retention(Storage storage, Log log, InstantSource clock, RetentionSettings settings) {
        this.storage = storage;
        this.log = log;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * One round over all that is old.
     *
     * @param own days of the organisations that have their own, by tag; 0 keeps all
     */
    public void run(Map<Bytes, Integer> own) {
        goOn();
        while (begin(own) > 0) {
            goOn();
        }
    }

    /** Announces what is old enough, and waits until the log says so; returns how many ranges. */
    int begin(Map<Bytes, Integer> own) {
        Prunings.Kept kept = kept(own);
        if (kept.all()) {
            return 0;
        }
        List<LeafRef> announced =
                storage.write(
                        connection ->
                                Prunings.old(connection, kept, ROUND).stream()
                                        .map(
                                                old ->
                                                        announce(
                                                                old,
                                                                own.getOrDefault(
                                                                        old.org(),
                                                                        settings.days())))
                                        .toList());
        announced.forEach(log::await);
        return announced.size();
    }

    private LeafRef announce(Prunings.Old old, int days) {
        Pruning untold = new Pruning(new UUID(0, 0), old.org(), old.from(), old.to(), days);
        LeafRef event =
                log.record(
                        old.org(),
                        EventKind.RETENTION_PRUNED,
                        EventOutcome.SUCCESS,
                        untold.detail());
        storage.join(
                connection -> {
                    Prunings.insert(
                            connection,
                            new Pruning(event.id(), old.org(), old.from(), old.to(), days));
                    return event;
                });
        return event;
    }

    private Prunings.Kept kept(Map<Bytes, Integer> own) {
        Map<Bytes, UUID> first = new HashMap<>();
        Instant now = clock.instant();
        own.forEach((org, days) -> first.put(org, Prunings.Kept.from(now, days)));
        return new Prunings.Kept(first, Prunings.Kept.from(now, settings.days()));
    }

    /** Takes away what was announced. */
    void goOn() {
        for (Pruning pruning : storage.read(Prunings::begun)) {
            switch (log.outcome(pruning.leafId())) {
                case LeafOutcome.Released _ -> prune(pruning);
                case LeafOutcome.Refused _, LeafOutcome.Unknown _ ->
                        storage.write(
                                connection -> {
                                    Prunings.forget(connection, pruning);
                                    return pruning;
                                });
                case LeafOutcome.Waiting _ -> {}
            }
        }
    }

    private void prune(Pruning pruning) {
        while (storage.write(connection -> Prunings.prune(connection, pruning, BATCH)) > 0) {
            LOG.debug("pruned a part of {}", pruning);
        }
        storage.write(
                connection -> {
                    Prunings.done(connection, pruning);
                    return pruning;
                });
        LOG.info(
                "details and actors of entries {} to {} of an organisation are gone",
                pruning.from(),
                pruning.to() - 1);
    }
}
