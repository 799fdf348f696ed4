package dev.sealwright.controlplane.vault;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A version as the database holds it; the log decides whether it is believed.
 *
 * @param leafId of its seal leaf
 * @param sealedAt absent while only the number is taken
 * @param blob absent then, and once destroyed
 */
record StoredVersion(
        UUID leafId,
        UUID secret,
        long version,
        Optional<Instant> sealedAt,
        Optional<Bytes> blob,
        Optional<UUID> shredLeaf) {}
