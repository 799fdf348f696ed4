package dev.sealwright.protocol.sync;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service's answer to {@code GET /v1/sync}.
 *
 * @param items every policy after the version the host named, in order of version; at most {@value
 *     #MAX_ITEMS}
 * @param revoked whether the host has lost its rights
 */
public record SyncAnswer(List<PolicyDelivery> items, boolean revoked) {
    public static final int MAX_ITEMS = 16;

    public SyncAnswer {
        items = List.copyOf(items);
        if (items.size() > MAX_ITEMS) {
            throw new MalformedException("more than " + MAX_ITEMS + " policies at once");
        }
    }

    @SuppressWarnings("unchecked")
    public static SyncAnswer fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a sync answer");
        List<PolicyDelivery> items =
                f.list("items", Map.class, MAX_ITEMS).stream()
                        .map(item -> PolicyDelivery.fromJson((Map<String, ?>) item))
                        .toList();
        SyncAnswer answer = new SyncAnswer(items, f.bool("revoked"));
        f.end();
        return answer;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", items.stream().map(PolicyDelivery::toJson).toList());
        json.put("revoked", revoked);
        return json;
    }
}
