package dev.sealwright.keyservice.pkcs11.binding;

/** The mechanisms in use (CKM). */
public enum MechanismType {
    RSA_KEY_PAIR_GEN(0x00),
    RSA_PKCS_PSS(0x0D),
    ML_DSA_KEY_PAIR_GEN(0x1C),
    ML_DSA(0x1D),
    GENERIC_SECRET_KEY_GEN(0x350),
    SHA256_HMAC(0x251),
    EC_KEY_PAIR_GEN(0x1040),
    ECDSA(0x1041),
    EC_EDWARDS_KEY_PAIR_GEN(0x1055),
    EDDSA(0x1057),
    AES_KEY_GEN(0x1080),
    AES_GCM(0x1087),
    AES_KEY_WRAP(0x2109);

    private final long value;

    MechanismType(long value) {
        this.value = value;
    }

    public long value() {
        return value;
    }
}
