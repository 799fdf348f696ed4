package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.SecretVoucher;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import java.util.List;

/** What members give one another: arrays with their fields in the order named. */
final class SharingCodecs {
    /** {@code [purpose, version, bytes]} */
    static final Codec<EntrustedSecret> ENTRUSTED =
            new Codec<>(
                    secret ->
                            CborValue.array(
                                    KeyCodecs.PURPOSE.encode().apply(secret.purpose()),
                                    CborValue.of(secret.version()),
                                    CborValue.of(secret.bytes())),
                    value -> {
                        List<CborValue> parts = value.asArray("an entrusted secret", 3);
                        return new EntrustedSecret(
                                KeyCodecs.PURPOSE.of(parts.get(0)),
                                parts.get(1).asUint("version"),
                                parts.get(2).asBytes("bytes"));
                    });

    /** {@code [log key, key, signature]} */
    static final Codec<SharingKey> KEY =
            new Codec<>(
                    key ->
                            CborValue.array(
                                    CborValue.of(key.logKey()),
                                    CborValue.of(key.key()),
                                    CborValue.of(key.signature())),
                    value -> {
                        List<CborValue> parts = value.asArray("a sharing key", 3);
                        return new SharingKey(
                                parts.get(0).asBytes("log key"),
                                parts.get(1).asBytes("key"),
                                parts.get(2).asBytes("signature"));
                    });

    /** {@code [encapsulated, ciphertext]} */
    static final Codec<RecoveryBox> BOX =
            new Codec<>(
                    box ->
                            CborValue.array(
                                    CborValue.of(box.encapsulated()),
                                    CborValue.of(box.ciphertext())),
                    value -> {
                        List<CborValue> parts = value.asArray("a box", 2);
                        return new RecoveryBox(
                                parts.get(0).asBytes("encapsulated"),
                                parts.get(1).asBytes("ciphertext"));
                    });

    /** {@code [log key, signature]} */
    static final Codec<SecretVoucher> VOUCHER =
            new Codec<>(
                    voucher ->
                            CborValue.array(
                                    CborValue.of(voucher.logKey()),
                                    CborValue.of(voucher.signature())),
                    value -> {
                        List<CborValue> parts = value.asArray("a voucher", 2);
                        return new SecretVoucher(
                                parts.get(0).asBytes("log key"), parts.get(1).asBytes("signature"));
                    });

    /** {@code [box, voucher]} */
    static final Codec<Handover> HANDOVER =
            new Codec<>(
                    handover ->
                            CborValue.array(
                                    BOX.encode().apply(handover.box()),
                                    VOUCHER.encode().apply(handover.voucher())),
                    value -> {
                        List<CborValue> parts = value.asArray("a handover", 2);
                        return new Handover(BOX.of(parts.get(0)), VOUCHER.of(parts.get(1)));
                    });

    /** A byte string. */
    static final Codec<KeySealing> SEALING =
            new Codec<>(
                    sealing -> CborValue.of(sealing.encode()),
                    value -> KeySealing.decode(value.asBytes("a sealing")));

    /** {@code [seal order, recipients]} */
    static final Codec<SharedSealOrder> SEAL =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    SecretCodecs.SEAL.encode().apply(order.order()),
                                    KEY.list().encode().apply(order.recipients())),
                    value -> {
                        List<CborValue> parts = value.asArray("a shared seal order", 2);
                        return new SharedSealOrder(
                                SecretCodecs.SEAL.of(parts.get(0)), KEY.list().of(parts.get(1)));
                    });

    /** {@code [blob, own sealing, boxes, voucher]} */
    static final Codec<SharedSealing> SEALED =
            new Codec<>(
                    made ->
                            CborValue.array(
                                    CborValue.of(made.secret().encode()),
                                    SEALING.encode().apply(made.own()),
                                    BOX.list().encode().apply(made.boxes()),
                                    VOUCHER.encode().apply(made.voucher())),
                    value -> {
                        List<CborValue> parts = value.asArray("a shared sealing", 4);
                        return new SharedSealing(
                                SharedSecret.decode(parts.get(0).asBytes("a shared secret")),
                                SEALING.of(parts.get(1)),
                                BOX.list().of(parts.get(2)),
                                VOUCHER.of(parts.get(3)));
                    });

    /** {@code [standing leaf, blob, own sealing, recipient]} */
    static final Codec<ShareOrder> SHARE =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    KeyCodecs.PROVEN.encode().apply(order.standing()),
                                    CborValue.of(order.blob()),
                                    SEALING.encode().apply(order.own()),
                                    KEY.encode().apply(order.recipient())),
                    value -> {
                        List<CborValue> parts = value.asArray("a share order", 4);
                        return new ShareOrder(
                                KeyCodecs.PROVEN.of(parts.get(0)),
                                parts.get(1).asBytes("blob"),
                                SEALING.of(parts.get(2)),
                                KEY.of(parts.get(3)));
                    });

    /** {@code [org, secret, version, blob, handover]} */
    static final Codec<TakeOverOrder> TAKE_OVER =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    CborValue.of(order.version().org()),
                                    CborValue.of(order.version().secret()),
                                    CborValue.of(order.version().version()),
                                    CborValue.of(order.blob()),
                                    HANDOVER.encode().apply(order.handover())),
                    value -> {
                        List<CborValue> parts = value.asArray("a take-over order", 5);
                        return new TakeOverOrder(
                                new SecretVersion(
                                        parts.get(0).asBytes("org"),
                                        parts.get(1).asBytes("secret"),
                                        parts.get(2).asUint("version")),
                                parts.get(3).asBytes("blob"),
                                HANDOVER.of(parts.get(4)));
                    });

    private SharingCodecs() {}
}
