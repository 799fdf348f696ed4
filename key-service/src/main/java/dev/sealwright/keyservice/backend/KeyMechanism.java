package dev.sealwright.keyservice.backend;

/**
 * What a token may be able to do. Not every HSM does everything; the backend probes it at start.
 */
public enum KeyMechanism {
    ED25519_GENERATE,
    ED25519_SIGN,
    EC_P256_GENERATE,
    EC_P256_SIGN,
    EC_P384_GENERATE,
    EC_P384_SIGN,
    RSA_3072_GENERATE,
    RSA_PSS_SIGN,
    ML_DSA_65_GENERATE,
    ML_DSA_65_SIGN,
    AES_GENERATE,
    AES_GCM,
    AES_KEY_WRAP,
    HMAC_GENERATE,
    HMAC_SHA256
}
