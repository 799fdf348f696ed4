package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.util.List;

/** What client keys are made and sign with: arrays with their fields in the order named. */
final class ClientKeyCodecs {
    /** {@code [org, key, version, algorithm]} */
    static final Codec<KeyOrder> KEY =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    CborValue.of(order.org()),
                                    CborValue.of(order.key()),
                                    CborValue.of(order.version()),
                                    CborValue.of(order.algorithm().jose())),
                    value -> {
                        List<CborValue> parts = value.asArray("a key order", 4);
                        return new KeyOrder(
                                parts.get(0).asBytes("org"),
                                parts.get(1).asBytes("key"),
                                parts.get(2).asUint("version"),
                                SigningAlgorithm.of(parts.get(3).asText("algorithm")));
                    });

    /** {@code [leaf, message or null]} */
    static final Codec<SignOrder> SIGN =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    KeyCodecs.PROVEN.encode().apply(order.leaf()),
                                    Codec.BYTES.optional().encode().apply(order.message())),
                    value -> {
                        List<CborValue> parts = value.asArray("a sign order", 2);
                        return new SignOrder(
                                KeyCodecs.PROVEN.of(parts.get(0)),
                                Codec.BYTES.optional().of(parts.get(1)));
                    });

    private ClientKeyCodecs() {}
}
