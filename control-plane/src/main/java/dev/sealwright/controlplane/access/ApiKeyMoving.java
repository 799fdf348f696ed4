package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Bytes;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores API keys that were presented under the newest version of the pepper, which takes the key
 * itself. Each is a new version of its row with its own leaf, written beside the request. What
 * cannot be moved now is moved when it is presented again.
 */
@Singleton
final class ApiKeyMoving {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyMoving.class);

    /** How many wait at most; others come again. */
    private static final int MOST = 1_024;

    private final RecordWriter writer;
    private final Pepper pepper;
    private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock moving = new ReentrantLock();

    /** A key by its row, and SHA-256 of its text. */
    private record Waiting(Versioned<ApiKeyDocument> key, Bytes sha256) {}

    ApiKeyMoving(RecordWriter writer, Pepper pepper) {
        this.writer = writer;
        this.pepper = pepper;
    }

    /**
     * Has a key moved soon.
     *
     * @param key as it was found
     * @param sha256 of its text
     */
    void add(Versioned<ApiKeyDocument> key, Bytes sha256) {
        if (waiting.size() < MOST) {
            waiting.put(key.row(), new Waiting(key, sha256));
        }
    }

    /** All that were added before have been moved, or tried, when the call returns. */
    @Scheduled(fixedDelay = "500ms", initialDelay = "500ms")
    void round() {
        moving.lock();
        try {
            for (UUID row : List.copyOf(waiting.keySet())) {
                Optional.ofNullable(waiting.remove(row)).ifPresent(this::move);
            }
        } finally {
            moving.unlock();
        }
    }

    /** Only if the row is as it was: another replica may have moved it, its owner changed it. */
    private void move(Waiting each) {
        Versioned<ApiKeyDocument> key = each.key();
        ApiKeyDocument old = key.value();
        try {
            writer.put(
                    ApiKeyDocument.TYPE,
                    Place.in(key.org(), key.name()),
                    ApiKeyDocument.of(old.user(), pepper.verifier(each.sha256()), old.expiresAt()),
                    new Precondition(Optional.of(key.etag()), Optional.empty()));
            LOG.info("an API key stands under the newest version of the key mac now");
        } catch (RuntimeException e) {
            LOG.debug("an API key was not moved now", e);
        }
    }
}
