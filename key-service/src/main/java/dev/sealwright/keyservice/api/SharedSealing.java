package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SharedSecret;
import java.util.List;
import java.util.Objects;

/**
 * What {@link KeyService#sealShared} made.
 *
 * @param own the sealing of the member that was asked
 * @param boxes one a recipient, in their order; each opens its own alone
 * @param voucher what goes with each of them
 */
public record SharedSealing(
        SharedSecret secret, KeySealing own, List<RecoveryBox> boxes, SecretVoucher voucher) {
    public SharedSealing {
        Objects.requireNonNull(secret);
        Objects.requireNonNull(own);
        Objects.requireNonNull(voucher);
        boxes = List.copyOf(boxes);
    }
}
