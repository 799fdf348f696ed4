package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.orgkey.LoggedOrgKey;
import dev.sealwright.controlplane.orgkey.LoggedOrgKeys;
import dev.sealwright.protocol.Bytes;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what older versions of organisations' keys sealed to those that seal now, a part each
 * second, on the replica that sequences. Where it stands is in the database and the log, so whoever
 * comes after a crash goes on.
 */
@Singleton
final class Reencryption {
    private static final Logger LOG = LoggerFactory.getLogger(Reencryption.class);

    /** Where nothing was left to move, something may be restored, or sealed late. */
    private static final Duration REST = Duration.ofSeconds(30);

    /** So many waiting leaves are other people's, who go first. */
    private static final long BUSY = 1_000;

    private final LoggedOrgKeys keys;
    private final Moving moving;
    private final Log log;
    private final InstantSource clock;
    private final ReencryptionSettings settings;
    private final Map<Bytes, Rest> resting = new ConcurrentHashMap<>();

    Reencryption(
            LoggedOrgKeys keys,
            Moving moving,
            Log log,
            InstantSource clock,
            ReencryptionSettings settings) {
        this.keys = keys;
        this.moving = moving;
        this.log = log;
        this.clock = clock;
        this.settings = settings;
    }

    /** Nothing was to be moved to that version, so that nobody looks until then. */
    private record Rest(long version, Instant until) {
        private boolean holds(LoggedOrgKey key, Instant now) {
            return version == key.latest() && now.isBefore(until);
        }
    }

    @Scheduled(fixedDelay = "1s", initialDelay = "2s")
    void round() {
        try {
            if (!log.leads()) {
                return;
            }
            Instant now = clock.instant();
            List<LoggedOrgKey> awake =
                    keys.all().stream()
                            .filter(key -> key.sealing().isPresent())
                            .filter(key -> !rest(key).holds(key, now))
                            .toList();
            if (!awake.isEmpty() && log.status().pending() <= BUSY) {
                move(awake);
            }
        } catch (RuntimeException e) {
            LOG.warn("cannot re-encrypt secrets now: {}", e.getMessage());
        }
    }

    private Rest rest(LoggedOrgKey key) {
        return resting.getOrDefault(key.org(), new Rest(0, Instant.MIN));
    }

    private void move(List<LoggedOrgKey> awake) {
        moving.settle();
        int left = settings.perSecond();
        for (LoggedOrgKey key : awake) {
            int looked = left == 0 ? 0 : moving.move(key, left);
            if (looked == 0 && left > 0) {
                resting.put(key.org(), new Rest(key.latest(), clock.instant().plus(REST)));
            }
            left -= looked;
        }
    }
}
