package dev.sealwright.controlplane.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How long what stands beside the log is kept.
 *
 * @param days after which details and actors of entries go; 0 keeps them for ever
 */
@ConfigurationProperties("sealwright.retention")
public record RetentionSettings(@Bindable(defaultValue = "0") int days) {
    static final int FOR_EVER = 0;

    private static final int MAX = 36_500;

    public RetentionSettings {
        if (days < 0 || days > MAX) {
            throw new IllegalArgumentException("sealwright.retention.days is 0 to " + MAX);
        }
    }
}
