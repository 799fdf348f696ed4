package dev.sealwright.controlplane.vault;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A version as the database holds it; the log decides whether it is believed.
 *
 * @param leafId of its seal leaf
 * @param sealedAt absent while only the number is taken
 * @param blob absent then, and once destroyed
 * @param next what it was sealed anew as, until that takes the blob's place
 */
record StoredVersion(
        UUID leafId,
        UUID secret,
        long version,
        Optional<Instant> sealedAt,
        Optional<Bytes> blob,
        Optional<Bytes> next,
        Optional<UUID> shredLeaf) {
    /** The ciphertext of that digest, if it is here. */
    Optional<Bytes> ciphertext(Bytes digest) {
        return Stream.concat(blob.stream(), next.stream())
                .filter(each -> Sha256.of(each).equals(digest))
                .findFirst();
    }
}
