package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import java.time.Instant;
import java.util.UUID;

/**
 * The end of a host's rights. Its record leaf has the sandbox id as row, so the log alone says who
 * is revoked.
 *
 * @param document JSON with reason and author, of which the leaf holds the salted digest
 * @param leaf id of its leaf
 * @param version of the record: 1 unless the host was released from quarantine before
 */
record Revocation(
        UUID sandbox,
        Instant time,
        String by,
        Bytes salt,
        Bytes document,
        UUID leaf,
        long version) {
    LeafBody body() {
        return new LeafBody.RecordBody(
                RecordKind.REVOCATION,
                LeafIds.bytes(sandbox),
                version,
                RecordState.SET,
                Sha256.of(salt, document));
    }
}
