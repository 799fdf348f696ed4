package dev.sealwright.controlplane.vault;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How fast what older versions of organisations' keys sealed is moved.
 *
 * @param perSecond at most so many versions of secrets in a second, of all organisations together
 */
@ConfigurationProperties("sealwright.reencryption")
public record ReencryptionSettings(@Bindable(defaultValue = "200") int perSecond) {
    private static final int MAX = 2_000;

    public ReencryptionSettings {
        if (perSecond < 1 || perSecond > MAX) {
            throw new IllegalArgumentException("sealwright.reencryption.per-second is 1 to " + MAX);
        }
    }
}
