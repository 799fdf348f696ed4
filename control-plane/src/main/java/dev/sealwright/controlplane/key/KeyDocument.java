package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/**
 * A client key as its owner wants it.
 *
 * @param key id by which leaves name it; a name that was freed gets a new one
 * @param algorithm by its JOSE name; never changes
 * @param destroyAfterSeconds how long a destruction waits
 * @param activatesAt when it may sign for the first time
 * @param expiresAt from when it may not sign any more
 */
@Serdeable
record KeyDocument(
        UUID key,
        String description,
        String algorithm,
        boolean enabled,
        long destroyAfterSeconds,
        @Nullable Instant activatesAt,
        @Nullable Instant expiresAt) {
    static final RecordType<KeyDocument> TYPE = RecordType.of(RecordKind.KEY, KeyDocument.class);

    Bytes id() {
        return Uuids.bytes(key);
    }
}
