package dev.sealwright.protocol.policy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiled policy to deterministic CBOR and back; every section and every field is mandatory. */
final class PolicyCodec {
    private PolicyCodec() {}

    static Bytes encode(CompiledPolicy policy) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("version", CborValue.of(policy.version()));
        map.put("issued_at", CborValue.of(policy.validity().notBefore().getEpochSecond()));
        map.put("expires_at", CborValue.of(policy.validity().expires().getEpochSecond()));
        map.put("identity", identity(policy.identity()));
        map.put("network", network(policy.network()));
        map.put("filesystem", filesystem(policy.filesystem()));
        map.put("tools", tools(policy.tools()));
        map.put("budgets", budgets(policy.budgets()));
        Bytes encoded = CborWriter.encode(CborValue.map(map));
        if (encoded.size() > CompiledPolicy.MAX_SIZE) {
            throw new MalformedException("a policy larger than " + CompiledPolicy.MAX_SIZE);
        }
        return encoded;
    }

    private static CborValue identity(CompiledPolicy.Identity identity) {
        return CborValue.map(
                Map.of(
                        "org", CborValue.of(identity.org()),
                        "spec", CborValue.of(identity.spec()),
                        "policy", CborValue.of(identity.policy())));
    }

    private static CborValue network(CompiledPolicy.Network network) {
        return CborValue.map(
                Map.of(
                        "allowed_hosts", CborValue.texts(network.allowedHosts()),
                        "methods", CborValue.texts(network.methods())));
    }

    private static CborValue filesystem(CompiledPolicy.Filesystem filesystem) {
        return CborValue.map(
                Map.of(
                        "read_only", CborValue.texts(filesystem.readOnly()),
                        "writable", CborValue.texts(filesystem.writable())));
    }

    private static CborValue tools(CompiledPolicy.Tools tools) {
        return CborValue.map(
                Map.of(
                        "allow", CborValue.texts(tools.allow()),
                        "block", CborValue.texts(tools.block()),
                        "redact_arguments", CborValue.texts(tools.redactArguments()),
                        "require_approval", CborValue.texts(tools.requireApproval())));
    }

    private static CborValue budgets(Map<String, Long> budgets) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        budgets.forEach((name, limit) -> map.put(name, CborValue.of(limit)));
        return CborValue.map(map);
    }

    static CompiledPolicy decode(Bytes encoded) {
        MapFields f = MapFields.of(CborReader.strict(encoded, CompiledPolicy.MAX_SIZE), "a policy");
        CompiledPolicy policy =
                new CompiledPolicy(
                        f.uint("version"),
                        new Validity(f.time("issued_at"), f.time("expires_at")),
                        identity(f.section("identity")),
                        network(f.section("network")),
                        filesystem(f.section("filesystem")),
                        tools(f.section("tools")),
                        budgets(f.take("budgets")));
        f.end();
        return policy;
    }

    private static CompiledPolicy.Identity identity(MapFields f) {
        var identity =
                new CompiledPolicy.Identity(
                        f.bytes("org", Uuids.SIZE), f.bytes("spec", Uuids.SIZE), f.text("policy"));
        f.end();
        return identity;
    }

    private static CompiledPolicy.Network network(MapFields f) {
        var network = new CompiledPolicy.Network(f.texts("allowed_hosts"), f.texts("methods"));
        f.end();
        return network;
    }

    private static CompiledPolicy.Filesystem filesystem(MapFields f) {
        var filesystem = new CompiledPolicy.Filesystem(f.texts("read_only"), f.texts("writable"));
        f.end();
        return filesystem;
    }

    private static CompiledPolicy.Tools tools(MapFields f) {
        var tools =
                new CompiledPolicy.Tools(
                        f.texts("allow"),
                        f.texts("block"),
                        f.texts("redact_arguments"),
                        f.texts("require_approval"));
        f.end();
        return tools;
    }

    private static SortedMap<String, Long> budgets(CborValue value) {
        SortedMap<String, Long> budgets = new TreeMap<>();
        value.asMap("budgets")
                .forEach(
                        (name, limit) ->
                                budgets.put(name.asText("a budget"), limit.asUint("a budget")));
        return budgets;
    }
}
