package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import java.util.List;

/**
 * What secrets are sealed and opened with. A plaintext crosses as it is: the channel is a socket
 * that two processes of this machine see, or TLS. Its copies in frames are not wiped.
 */
final class SecretCodecs {
    static final Codec<Plaintext> PLAINTEXT =
            new Codec<>(
                    plaintext -> CborValue.of(Bytes.of(plaintext.copy())),
                    value -> Plaintext.of(value.asBytes("a plaintext").toArray()));

    /** {@code [size, digest]} */
    static final Codec<SecretContent> CONTENT =
            new Codec<>(
                    content ->
                            CborValue.array(
                                    CborValue.of(content.size()), CborValue.of(content.digest())),
                    value -> {
                        List<CborValue> parts = value.asArray("a content", 2);
                        return new SecretContent(
                                parts.get(0).asUint("size"), parts.get(1).asBytes("digest"));
                    });

    /** {@code [org, secret, version, plaintext, content or null]} */
    static final Codec<SealOrder> SEAL = new Codec<>(SecretCodecs::encode, SecretCodecs::order);

    /** The blob. */
    static final Codec<SealedSecret> SEALED =
            new Codec<>(
                    secret -> CborValue.of(secret.encode()),
                    value -> SealedSecret.decode(value.asBytes("a sealed secret")));

    /** {@code [seal, unseal, blob, own sealing or null]} */
    static final Codec<UnsealOrder> UNSEAL =
            new Codec<>(
                    order ->
                            CborValue.array(
                                    KeyCodecs.PROVEN.encode().apply(order.seal()),
                                    KeyCodecs.PROVEN.encode().apply(order.unseal()),
                                    CborValue.of(order.blob()),
                                    SharingCodecs.SEALING.optional().encode().apply(order.own())),
                    value -> {
                        List<CborValue> parts = value.asArray("an unseal order", 4);
                        return new UnsealOrder(
                                KeyCodecs.PROVEN.of(parts.get(0)),
                                KeyCodecs.PROVEN.of(parts.get(1)),
                                parts.get(2).asBytes("blob"),
                                SharingCodecs.SEALING.optional().of(parts.get(3)));
                    });

    private SecretCodecs() {}

    private static CborValue encode(SealOrder order) {
        SecretVersion version = order.version();
        return CborValue.array(
                CborValue.of(version.org()),
                CborValue.of(version.secret()),
                CborValue.of(version.version()),
                PLAINTEXT.encode().apply(order.plaintext()),
                CONTENT.optional().encode().apply(order.content()));
    }

    private static SealOrder order(CborValue value) {
        List<CborValue> parts = value.asArray("a seal order", 5);
        SecretVersion version =
                new SecretVersion(
                        parts.get(0).asBytes("org"),
                        parts.get(1).asBytes("secret"),
                        parts.get(2).asUint("version"));
        return new SealOrder(
                version, PLAINTEXT.of(parts.get(3)), CONTENT.optional().of(parts.get(4)));
    }
}
