package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.vault.Secrets.Intact;
import dev.sealwright.protocol.Bytes;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version in its sealed form, for a backup that only the recovery key opens.
 *
 * @param blob base64url of the sealed blob
 * @param content base64url of the encrypted chunks of a large value; null over 768 KiB, too, where
 *     they come as bytes
 * @param leaf base64url of the leaf by which the blob stands: its seal leaf, or its last reseal
 *     leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "SealedSecretVersion")
public record SealedAnswer(
        long version, String blob, @Nullable String content, String leaf, String receipt) {
    static SealedAnswer of(Intact readable, Optional<Bytes> content, LeafOutcome.Released seal) {
        return new SealedAnswer(
                readable.version().number(),
                readable.blob().base64Url(),
                content.map(Bytes::base64Url).orElse(null),
                seal.leaf().base64Url(),
                seal.receipt().text());
    }
}
