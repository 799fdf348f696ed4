package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.protocol.leaf.LeafCodec;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A version with what proves it.
 *
 * @param blobSha256 base64url of SHA-256 of the sealed blob, as the leaf holds it
 * @param size of the value, in bytes
 * @param leaf base64url of its seal leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "SecretVersion")
public record SecretVersionAnswer(
        long version,
        String blobSha256,
        long size,
        Instant createdAt,
        String leaf,
        String receipt,
        long receiptIndex) {
    static SecretVersionAnswer of(Sealing.Added added) {
        LeafOutcome.Released released = added.released();
        return new SecretVersionAnswer(
                added.number(),
                added.blob().base64Url(),
                added.size(),
                LeafCodec.decode(released.leaf()).time(),
                released.leaf().base64Url(),
                released.receipt().text(),
                released.index());
    }
}
