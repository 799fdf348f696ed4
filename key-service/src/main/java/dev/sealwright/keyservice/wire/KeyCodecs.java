package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What certificates and keys are ordered and described with: arrays with their fields in the order
 * of the record.
 */
final class KeyCodecs {
    /** {@code [leaf, receipt]} */
    static final Codec<ProvenLeaf> PROVEN =
            new Codec<>(
                    proven ->
                            CborValue.array(
                                    CborValue.of(proven.leaf()), CborValue.of(proven.receipt())),
                    value -> {
                        List<CborValue> parts = value.asArray("a proven leaf", 2);
                        return new ProvenLeaf(
                                parts.get(0).asBytes("leaf"), parts.get(1).asText("receipt"));
                    });

    /** {@code [leaf, supporting, csr, previous certificate or null]} */
    static final Codec<CertificateOrder> ORDER =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    PROVEN.encode().apply(order.leaf()),
                                    PROVEN.list().encode().apply(order.supporting()),
                                    CborValue.of(order.csr()),
                                    Codec.BYTES
                                            .optional()
                                            .encode()
                                            .apply(order.previousCertificate())),
                    value -> {
                        List<CborValue> parts = value.asArray("a certificate order", 4);
                        return new CertificateOrder(
                                PROVEN.of(parts.get(0)),
                                PROVEN.list().of(parts.get(1)),
                                parts.get(2).asBytes("csr"),
                                Codec.BYTES.optional().of(parts.get(3)));
                    });

    static final Codec<IssuedCertificate> CERTIFICATE =
            new Codec<>(
                    issued -> Codec.BYTES.list().encode().apply(issued.chain()),
                    value -> new IssuedCertificate(Codec.BYTES.list().of(value)));

    /** {@code [leaf, salt, claims, algorithm]} */
    static final Codec<TokenOrder> TOKEN =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    PROVEN.encode().apply(order.leaf()),
                                    CborValue.of(order.salt()),
                                    CborValue.of(order.claims()),
                                    CborValue.of(order.algorithm().jose())),
                    value -> {
                        List<CborValue> parts = value.asArray("a token order", 4);
                        return new TokenOrder(
                                PROVEN.of(parts.get(0)),
                                parts.get(1).asBytes("salt"),
                                parts.get(2).asBytes("claims"),
                                TokenAlgorithm.of(parts.get(3).asText("algorithm")));
                    });

    /** {@code [operation, outcome, count]} */
    static final Codec<OperationCount> COUNT =
            new Codec<>(
                    count ->
                            CborValue.array(
                                    CborValue.of(count.operation()),
                                    CborValue.of(count.outcome()),
                                    CborValue.of(count.count())),
                    value -> {
                        List<CborValue> parts = value.asArray("a count", 3);
                        return new OperationCount(
                                parts.get(0).asText("operation"),
                                parts.get(1).asText("outcome"),
                                parts.get(2).asUint("count"));
                    });

    /** The label. */
    static final Codec<Purpose> PURPOSE =
            new Codec<>(purpose -> CborValue.of(purpose.label()), KeyCodecs::purpose);

    /** What is derived, and under which version. */
    record Derived(Purpose purpose, long version) {}

    /** {@code [purpose, version]} */
    static final Codec<Derived> DERIVED =
            new Codec<>(
                    derived ->
                            CborValue.array(
                                    PURPOSE.encode().apply(derived.purpose()),
                                    CborValue.of(derived.version())),
                    value -> {
                        List<CborValue> parts = value.asArray("what is to be derived", 2);
                        return new Derived(
                                PURPOSE.of(parts.get(0)), parts.get(1).asUint("version"));
                    });

    /** {@code [label, id, type, spki or null, {attribute: bool}]} */
    static final Codec<KeyInventory.Key> KEY = new Codec<>(KeyCodecs::encodeKey, KeyCodecs::key);

    /** {@code [label, serial, manufacturer, model, firmware, library, keys]} */
    static final Codec<KeyInventory> INVENTORY =
            new Codec<>(KeyCodecs::encodeInventory, KeyCodecs::inventory);

    private KeyCodecs() {}

    private static Purpose purpose(CborValue value) {
        String label = value.asText("purpose");
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.label().equals(label))
                .findAny()
                .orElseThrow(() -> new MalformedException("an unknown purpose"));
    }

    private static CborValue encodeKey(KeyInventory.Key key) {
        Map<String, CborValue> attributes = new TreeMap<>();
        key.attributes().forEach((name, set) -> attributes.put(name, new CborValue.Bool(set)));
        return CborValue.array(
                CborValue.of(key.label()),
                CborValue.of(key.id()),
                CborValue.of(key.type()),
                Codec.BYTES.optional().encode().apply(key.spki()),
                CborValue.map(attributes));
    }

    private static KeyInventory.Key key(CborValue value) {
        List<CborValue> parts = value.asArray("a key", 5);
        return new KeyInventory.Key(
                parts.get(0).asText("label"),
                parts.get(1).asBytes("id"),
                parts.get(2).asText("type"),
                Codec.BYTES.optional().of(parts.get(3)),
                parts.get(4).asMap("attributes").entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        entry -> entry.getKey().asText("attribute"),
                                        entry -> bool(entry.getValue()))));
    }

    static boolean bool(CborValue value) {
        if (value instanceof CborValue.Bool(boolean set)) {
            return set;
        }
        throw new MalformedException("something that is neither true nor false");
    }

    private static CborValue encodeInventory(KeyInventory inventory) {
        return CborValue.array(
                CborValue.of(inventory.tokenLabel()),
                CborValue.of(inventory.tokenSerial()),
                CborValue.of(inventory.manufacturer()),
                CborValue.of(inventory.model()),
                CborValue.of(inventory.firmware()),
                CborValue.of(inventory.library()),
                KEY.list().encode().apply(inventory.keys()));
    }

    private static KeyInventory inventory(CborValue value) {
        List<CborValue> parts = value.asArray("an inventory", 7);
        return new KeyInventory(
                parts.get(0).asText("token label"),
                parts.get(1).asText("token serial"),
                parts.get(2).asText("manufacturer"),
                parts.get(3).asText("model"),
                parts.get(4).asText("firmware"),
                parts.get(5).asText("library"),
                KEY.list().of(parts.get(6)));
    }
}
