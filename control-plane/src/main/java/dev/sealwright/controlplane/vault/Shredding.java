package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Uuids;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys versions: the leaf first, then the ciphertext. What a crash left between the two is
 * finished by whoever comes next.
 */
@Singleton
final class Shredding {
    private static final Logger LOG = LoggerFactory.getLogger(Shredding.class);

    private final Storage storage;
    private final Log log;
    private final Ids ids;

    Shredding(Storage storage, Log log, Ids ids) {
        this.storage = storage;
        this.log = log;
        this.ids = ids;
    }

    /** The leaf that says so; the same one however often it is asked for. */
    Optional<LeafOutcome.Released> shred(SealedVersion version) {
        Optional<UUID> leaf = storage.write(connection -> marked(version));
        if (leaf.isEmpty()) {
            return Optional.empty();
        }
        try {
            LeafOutcome.Released released = log.awaitById(leaf.get());
            destroy();
            return Optional.of(released);
        } catch (LeafRefusedException e) {
            storage.write(
                    connection -> {
                        SecretVersionTable.keep(connection, leaf.get());
                        return leaf;
                    });
            throw e;
        }
    }

    private Optional<UUID> marked(SealedVersion version) {
        UUID fresh = ids.next();
        return storage.join(
                connection -> {
                    Optional<StoredVersion> stored =
                            SecretVersionTable.find(
                                    connection,
                                    Uuids.uuid(version.version().secret()),
                                    version.number());
                    if (stored.isEmpty() || stored.get().shredLeaf().isPresent()) {
                        return stored.flatMap(StoredVersion::shredLeaf);
                    }
                    if (SecretVersionTable.shred(connection, stored.get().leafId(), fresh)) {
                        log.propose(fresh, version.version().org(), version.shredding());
                    }
                    return SecretVersionTable.find(
                                    connection,
                                    Uuids.uuid(version.version().secret()),
                                    version.number())
                            .flatMap(StoredVersion::shredLeaf);
                });
    }

    private void destroy() {
        storage.write(
                connection -> {
                    SecretVersionTable.destroy(connection);
                    return true;
                });
    }

    @Scheduled(fixedDelay = "60s", initialDelay = "60s")
    void finish() {
        try {
            destroy();
        } catch (RuntimeException e) {
            LOG.warn("cannot destroy what was shredded: {}", e.getMessage());
        }
    }
}
