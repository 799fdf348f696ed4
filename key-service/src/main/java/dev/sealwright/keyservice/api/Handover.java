package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.secret.RecoveryBox;
import java.util.Objects;

/**
 * What one member gives another of a shared secret.
 *
 * @param box that the recipient alone opens
 * @param voucher of the member that made the box
 */
public record Handover(RecoveryBox box, SecretVoucher voucher) {
    public Handover {
        Objects.requireNonNull(box);
        Objects.requireNonNull(voucher);
    }
}
