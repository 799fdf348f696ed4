package dev.sealwright.protocol.policy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One policy on its way to a host; proves itself.
 *
 * @param policy compiled, deterministic CBOR
 * @param salt 16 bytes
 * @param leaf the policy leaf
 */
public record PolicyDelivery(Bytes policy, Bytes salt, Bytes leaf, Receipt receipt) {
    public PolicyDelivery {
        salt.requireSize(SaltedDigest.SALT_SIZE, "a salt");
    }

    public static PolicyDelivery fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a policy delivery");
        var delivery =
                new PolicyDelivery(
                        f.bytes("policy", CompiledPolicy.MAX_SIZE),
                        f.exactly("salt", SaltedDigest.SALT_SIZE),
                        f.bytes("leaf", Leaf.MAX_SIZE),
                        f.receipt("receipt"));
        f.end();
        return delivery;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("policy", policy.base64Url());
        json.put("salt", salt.base64Url());
        json.put("leaf", leaf.base64Url());
        json.put("receipt", receipt.text());
        return json;
    }
}
