package dev.sealwright.keyservice.clientkey;

import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.TokenKeyId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of which key: on the token {@code client-<key in hex>-<version>}. Its CKA_ID
 * follows from org, key, version and algorithm, so that an object can be taken for no other's. The
 * ceremony's keys for tokens have the names that it gave them.
 */
record KeyName(Bytes key, long version) {
    private static final Pattern LABEL = Pattern.compile("client-([0-9a-f]{32})-([1-9]\\d{0,17})");
    private static final String DOMAIN = "sealwright/client-key/v1";
    private static final int ID_BYTES = 16;

    static Optional<KeyName> of(String label) {
        for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
            if (algorithm.label().equals(label)) {
                return Optional.of(new KeyName(new TokenKeyId(algorithm.signing(), 1).bytes(), 1));
            }
        }
        Matcher matcher = LABEL.matcher(label);
        return matcher.matches()
                ? Optional.of(
                        new KeyName(
                                Bytes.fromHex(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    KeyLabel label() {
        return ceremonyLabel().orElseGet(() -> new KeyLabel("client-" + key.hex() + "-" + version));
    }

    boolean isOfCeremony() {
        return ceremonyLabel().isPresent();
    }

    private Optional<KeyLabel> ceremonyLabel() {
        return TokenKeyId.of(key)
                .filter(own -> own.generation() == 1 && version == 1)
                .map(own -> new KeyLabel(TokenAlgorithm.of(own.algorithm()).label()));
    }

    static KeySpec spec(KeyOrder order) {
        KeyName name = new KeyName(order.key(), order.version());
        if (name.isOfCeremony()) {
            return KeySpec.of(name.label(), algorithm(order.algorithm()));
        }
        Bytes id =
                Sha256.of(
                                Framed.domain(DOMAIN)
                                        .add(order.org())
                                        .add(order.key())
                                        .addUint64(order.version())
                                        .add(order.algorithm().jose())
                                        .bytes())
                        .slice(0, ID_BYTES);
        return new KeySpec(name.label(), algorithm(order.algorithm()), id);
    }

    private static KeyAlgorithm algorithm(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> KeyAlgorithm.EC_P256;
            case ED25519 -> KeyAlgorithm.ED25519;
            case PS256 -> KeyAlgorithm.RSA_3072;
        };
    }
}
