package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link KeyService#seal} needs.
 *
 * @param plaintext the value, at most {@link
 *     dev.sealwright.protocol.secret.SealedSecret#MAX_DIRECT} bytes, or a data key
 * @param content what the data key encrypted; empty when the value itself is given
 */
public record SealOrder(
        SecretVersion version, Plaintext plaintext, Optional<SecretContent> content) {
    public SealOrder {
        Objects.requireNonNull(version);
        Objects.requireNonNull(plaintext);
        Objects.requireNonNull(content);
    }
}
