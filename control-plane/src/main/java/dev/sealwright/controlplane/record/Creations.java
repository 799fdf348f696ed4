package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SharedChanges;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.storage.StorageException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * First versions of resources that refer to no others: nothing has to be locked or looked up for
 * them, so those that come together share a transaction and its sync of the disk.
 */
@Singleton
final class Creations {
    private static final String UNIQUE_VIOLATION = "23505";

    private final SharedChanges<Creation> changes;

    Creations(Log log) {
        this.changes = log.sharing(RecordTable::create);
    }

    /**
     * A row with its first version.
     *
     * @param scope in which the name is unique
     */
    record Creation(
            RecordKind kind,
            Bytes scope,
            String name,
            StoredVersion version,
            Optional<Bytes> lookup,
            Instant time) {
        static Creation of(Change<?> change, StoredVersion version, Instant time) {
            Place place = change.place();
            return new Creation(
                    change.type().kind(),
                    place.scope(),
                    place.name(),
                    version,
                    change.lookup(),
                    time);
        }
    }

    /**
     * Commits it; empty, and nothing is stored, if there is a row of that name, whatever became of
     * it.
     */
    Optional<LeafRef> commit(Creation creation, RecordBody body) {
        StoredVersion version = creation.version();
        try {
            return Optional.of(changes.commit(version.leafId(), version.org(), body, creation));
        } catch (StorageException e) {
            if (e.state().equals(UNIQUE_VIOLATION)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
