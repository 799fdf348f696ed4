package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.leaf.KeyBody;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has keys destroyed whose time has come: the material, then the leaf that says so, then the name.
 * Whatever a crash left undone, the next round does.
 */
@Singleton
final class Destroying {
    private static final Logger LOG = LoggerFactory.getLogger(Destroying.class);

    private final LoggedKeys keys;
    private final Records records;
    private final RecordWriter writer;
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final InstantSource clock;

    Destroying(
            LoggedKeys keys,
            Records records,
            RecordWriter writer,
            Storage storage,
            Log log,
            KeyService keyService,
            InstantSource clock) {
        this.keys = keys;
        this.records = records;
        this.writer = writer;
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "60s", initialDelay = "60s")
    void round() {
        try {
            keys.all().stream().filter(this::isDue).forEach(each(this::destroy));
            records.all(KeyDocument.TYPE).stream()
                    .filter(this::isDestroyed)
                    .forEach(each(this::free));
        } catch (RuntimeException e) {
            LOG.warn("cannot look for keys that are due: {}", e.getMessage());
        }
    }

    /** One that cannot be destroyed keeps no other. */
    private static <T> Consumer<T> each(Consumer<T> work) {
        return key -> {
            try {
                work.accept(key);
            } catch (RuntimeException e) {
                LOG.warn("cannot destroy a key that is due: {}", e.getMessage());
            }
        };
    }

    private boolean isDue(LoggedKey key) {
        return !key.destroyed()
                && key.destruction()
                        .filter(end -> !clock.instant().isBefore(end.due()))
                        .isPresent();
    }

    private void destroy(LoggedKey key) {
        LeafOutcome.Released destruction =
                log.at(key.destruction().orElseThrow().index()).orElseThrow();
        keyService.destroyKey(new ProvenLeaf(destruction.leaf(), destruction.receipt().text()));
        try {
            log.await(
                    storage.write(
                            connection -> log.propose(key.org(), new KeyBody.Destroyed(key.id()))));
        } catch (LeafRefusedException e) {
            // Another replica said so first.
            if (e.code() != RefusalCode.KEY_STATE) {
                throw e;
            }
        }
    }

    private boolean isDestroyed(Versioned<KeyDocument> record) {
        return keys.find(record.org(), record.value().id())
                .filter(LoggedKey::destroyed)
                .isPresent();
    }

    private void free(Versioned<KeyDocument> record) {
        writer.remove(KeyDocument.TYPE, Place.in(record.org(), record.name()), Precondition.NONE);
    }
}
