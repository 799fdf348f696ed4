package dev.sealwright.keyservice.inventory;

import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;

/** The keys of the service token, by what they are for. */
public enum KeyRole {
    /** Signs checkpoints. */
    LOG("log", KeyAlgorithm.ED25519),
    /** Signs checkpoints, too, where the ceremony was told to make it. */
    LOG_POST_QUANTUM("log-post-quantum", KeyAlgorithm.ML_DSA_65),
    /** Signs certificates of the service's listeners. */
    SERVER_CA("server-ca", KeyAlgorithm.EC_P256),
    /** Signs certificates of hosts. */
    HOST_CA("host-ca", KeyAlgorithm.EC_P256),
    /** Signs JSON Web Tokens. */
    TOKEN(TokenAlgorithm.EDDSA.label(), KeyAlgorithm.ED25519),
    /** Signs JSON Web Tokens for those who know no other curve. */
    TOKEN_ES256(TokenAlgorithm.ES256.label(), KeyAlgorithm.EC_P256),
    /** Derives secrets. */
    MAC("mac", KeyAlgorithm.HMAC_SHA256);

    private final String label;
    private final KeyAlgorithm algorithm;

    KeyRole(String label, KeyAlgorithm algorithm) {
        this.label = label;
        this.algorithm = algorithm;
    }

    public KeyLabel label() {
        return new KeyLabel(label);
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    public KeySpec spec() {
        return KeySpec.of(label(), algorithm);
    }
}
