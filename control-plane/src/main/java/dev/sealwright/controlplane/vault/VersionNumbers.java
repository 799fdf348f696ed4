package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
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
 * The numbers of versions. One is taken before anything is sealed under it, because the number is
 * part of what is sealed; one that is not used stays a gap.
 */
@Singleton
final class VersionNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(VersionNumbers.class);

    /** A value that has not arrived by then never will. */
    private static final Duration UNUSED = Duration.ofHours(1);

    /** By then whoever waited for a leaf has given up. */
    private static final Duration SLOW = Duration.ofMinutes(2);

    private final Storage storage;
    private final Log log;
    private final Secrets secrets;
    private final InstantSource clock;

    VersionNumbers(Storage storage, Log log, Secrets secrets, InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * The next number after all that the log or the database knows of.
     *
     * @param leafId of the seal leaf to be
     */
    long take(Secret secret, UUID leafId) {
        long logged =
                secrets.versions(secret).stream().mapToLong(SealedVersion::number).max().orElse(0);
        return storage.write(
                connection -> {
                    long stored = SecretVersionTable.highest(connection, secret.row());
                    long number = Math.max(logged, stored) + 1;
                    while (!SecretVersionTable.take(
                            connection,
                            leafId,
                            secret.row(),
                            secret.org(),
                            number,
                            clock.instant())) {
                        number++;
                    }
                    return number;
                });
    }

    /** Gives a number back under which nothing was sealed. */
    void giveUp(UUID leafId) {
        storage.write(
                connection -> {
                    SecretVersionTable.giveUp(connection, leafId);
                    return leafId;
                });
    }

    /** Forgets a version whose leaf was refused. */
    void forget(UUID leafId) {
        storage.write(
                connection -> {
                    SecretVersionTable.forget(connection, leafId);
                    return leafId;
                });
    }

    /** Forgets what was left behind: values that never arrived, versions whose leaf was refused. */
    @Scheduled(fixedDelay = "60s", initialDelay = "60s")
    void sweep() {
        Instant now = clock.instant();
        try {
            List<UUID> unreleased =
                    storage.write(
                            connection -> {
                                SecretVersionTable.forgetUnused(connection, now.minus(UNUSED));
                                return SecretVersionTable.unreleased(connection, now.minus(SLOW));
                            });
            unreleased.stream()
                    .filter(leaf -> log.outcome(leaf) instanceof LeafOutcome.Refused)
                    .forEach(this::forget);
        } catch (RuntimeException e) {
            LOG.warn("cannot forget versions that never were: {}", e.getMessage());
        }
    }
}
