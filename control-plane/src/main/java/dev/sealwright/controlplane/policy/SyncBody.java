package dev.sealwright.controlplane.policy;

import dev.sealwright.protocol.policy.PolicyDelivery;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What a host is to follow from now on.
 *
 * @param items policies beyond the version the host named, in order
 * @param revoked always false here: a host without rights gets a problem instead
 */
@Serdeable
@Schema(name = "Sync")
public record SyncBody(List<Item> items, boolean revoked) {
    public SyncBody {
        items = List.copyOf(items);
    }

    static SyncBody of(List<PolicyDelivery> deliveries) {
        return new SyncBody(deliveries.stream().map(Item::of).toList(), false);
    }

    /**
     * A policy with what proves it.
     *
     * @param policy base64url of deterministic CBOR
     * @param salt base64url, 16 bytes
     * @param leaf base64url of the policy leaf
     * @param receipt c2sp.org/tlog-proof text
     */
    @Serdeable
    @Schema(name = "PolicyDelivery")
    public record Item(String policy, String salt, String leaf, String receipt) {
        static Item of(PolicyDelivery delivery) {
            return new Item(
                    delivery.policy().base64Url(),
                    delivery.salt().base64Url(),
                    delivery.leaf().base64Url(),
                    delivery.receipt().text());
        }
    }
}
