package dev.sealwright.client.host;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.util.List;

/** A compiled policy as JSON, for agents and people. */
public final class PolicyJson {
    private PolicyJson() {}

    public static ObjectNode of(CompiledPolicy policy) {
        ObjectNode json =
                Json.object()
                        .put("version", policy.version())
                        .put("issued_at", policy.validity().notBefore().toString())
                        .put("expires_at", policy.validity().expires().toString());
        json.putObject("identity")
                .put("org", policy.identity().org().hex())
                .put("spec", Uuids.text(policy.identity().spec()))
                .put("policy", policy.identity().policy());
        ObjectNode network = json.putObject("network");
        fill(network.putArray("allowed_hosts"), policy.network().allowedHosts());
        fill(network.putArray("methods"), policy.network().methods());
        ObjectNode filesystem = json.putObject("filesystem");
        fill(filesystem.putArray("read_only"), policy.filesystem().readOnly());
        fill(filesystem.putArray("writable"), policy.filesystem().writable());
        ObjectNode tools = json.putObject("tools");
        fill(tools.putArray("allow"), policy.tools().allow());
        fill(tools.putArray("block"), policy.tools().block());
        fill(tools.putArray("redact_arguments"), policy.tools().redactArguments());
        fill(tools.putArray("require_approval"), policy.tools().requireApproval());
        policy.budgets().forEach(json.putObject("budgets")::put);
        return json;
    }

    private static void fill(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
