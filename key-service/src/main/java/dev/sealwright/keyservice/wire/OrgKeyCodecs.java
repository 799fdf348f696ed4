package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.List;

/** What orgs' keys are made by and seal anew with: arrays with their fields in the order named. */
final class OrgKeyCodecs {
    /** {@code [org, version]} */
    static final Codec<OrgKeyOrder> KEY =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    CborValue.of(order.org()), CborValue.of(order.version())),
                    value -> {
                        List<CborValue> parts = value.asArray("an org key order", 2);
                        return new OrgKeyOrder(
                                parts.get(0).asBytes("org"), parts.get(1).asUint("version"));
                    });

    /** {@code [leaf, blob]} */
    static final Codec<ResealOrder> RESEAL =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    KeyCodecs.PROVEN.encode().apply(order.standing()),
                                    CborValue.of(order.blob())),
                    value -> {
                        List<CborValue> parts = value.asArray("a reseal order", 2);
                        return new ResealOrder(
                                KeyCodecs.PROVEN.of(parts.get(0)), parts.get(1).asBytes("blob"));
                    });

    private OrgKeyCodecs() {}
}
