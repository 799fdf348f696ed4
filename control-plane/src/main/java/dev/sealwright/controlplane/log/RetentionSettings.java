package dev.sealwright.controlplane.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How long what stands beside the log is kept, and the bytes of leaves that do not last.
 *
 * @param days after which details and actors of entries go; 0 keeps them for ever
 * @param leafDays after which bytes of leaves go, too, once nothing is kept beside them; 0 keeps
 *     them for ever, and no less than {@code days} else
 */
@ConfigurationProperties("sealwright.retention")
public record RetentionSettings(
        @Bindable(defaultValue = "0") int days, @Bindable(defaultValue = "0") int leafDays) {
    static final int FOR_EVER = 0;

    private static final int MAX = 36_500;

    /** Longer than any token lives, and than a monitor may be away unnoticed. */
    private static final int LEAST_LEAF_DAYS = 30;

    public RetentionSettings {
        if (days < 0 || days > MAX) {
            throw new IllegalArgumentException("sealwright.retention.days is 0 to " + MAX);
        }
        if (leafDays != FOR_EVER && (leafDays < LEAST_LEAF_DAYS || leafDays > MAX)) {
            throw new IllegalArgumentException(
                    "sealwright.retention.leaf-days is 0, or " + LEAST_LEAF_DAYS + " to " + MAX);
        }
        if (leafDays != FOR_EVER && (days == FOR_EVER || leafDays < days)) {
            throw new IllegalArgumentException(
                    "sealwright.retention.leaf-days is no less than sealwright.retention.days, which"
                            + " says when details go: the leaf is what they are verified by");
        }
    }
}
