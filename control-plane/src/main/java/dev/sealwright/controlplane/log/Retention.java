package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what is older than the configured retention: details and actors of entries, never a
 * leaf, a hash or a row that a right rests on. First an event of each organisation concerned says
 * so in the signed log; then the rows go, in small transactions that a restart goes on with.
 */
@Singleton
class Retention {
    /**
     * By how much neighbours in the log may differ in time: nothing goes before its age is reached.
     */
    static final Duration SKEW = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final int ROUND = 10_000;
    private static final int MILLIS_SHIFT = 16;

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

    @Scheduled(fixedDelay = "10m", initialDelay = "10m")
    void run() {
        try {
            goOn();
            if (!settings.keepsAll()) {
                while (begin() > 0) {
                    goOn();
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("retention pauses: {}", e.getMessage(), e);
        }
    }

    /** Announces what is old enough, and waits until the log says so; returns how many ranges. */
    int begin() {
        UUID before = firstKept();
        List<LeafRef> announced =
                storage.write(
                        connection -> {
                            List<Prunings.Old> old = Prunings.old(connection, before, ROUND);
                            return old.stream().map(this::announce).toList();
                        });
        announced.forEach(log::await);
        return announced.size();
    }

    private LeafRef announce(Prunings.Old old) {
        Pruning untold =
                new Pruning(new UUID(0, 0), old.org(), old.from(), old.to(), settings.days());
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
                            new Pruning(
                                    event.id(), old.org(), old.from(), old.to(), settings.days()));
                    return event;
                });
        return event;
    }

    /** The smallest id that an entry may have that is kept. */
    private UUID firstKept() {
        Instant oldest = clock.instant().minus(Duration.ofDays(settings.days())).minus(SKEW);
        return new UUID(oldest.toEpochMilli() << MILLIS_SHIFT, 0);
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
