package dev.sealwright.keyservice.api;

import java.util.List;
import java.util.Objects;

/**
 * What {@link KeyService#sealShared} needs.
 *
 * @param recipients members that are to take the value over, without the one that is asked
 */
public record SharedSealOrder(SealOrder order, List<SharingKey> recipients) {
    public static final int MAX_RECIPIENTS = 16;

    public SharedSealOrder {
        Objects.requireNonNull(order);
        recipients = List.copyOf(recipients);
        if (recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("at most " + MAX_RECIPIENTS + " recipients");
        }
    }
}
