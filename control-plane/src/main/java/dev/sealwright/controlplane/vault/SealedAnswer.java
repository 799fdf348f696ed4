package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.vault.Secrets.Readable;
import dev.sealwright.protocol.secret.SecretContent;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A version in its sealed form, for a backup that only the recovery key opens.
 *
 * @param blob base64url of the sealed blob
 * @param contentSize bytes of {@code …/sealed-content}; 0 when the blob holds the value itself
 * @param leaf base64url of its seal leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "SealedSecretVersion")
public record SealedAnswer(
        long version, String blob, long contentSize, String leaf, String receipt) {
    static SealedAnswer of(Readable readable, LeafOutcome.Released seal) {
        return new SealedAnswer(
                readable.version().number(),
                readable.blob().base64Url(),
                readable.sealed().content().map(SecretContent::sealedSize).orElse(0L),
                seal.leaf().base64Url(),
                seal.receipt().text());
    }
}
