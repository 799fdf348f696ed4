package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.pkcs11.binding.KeyType;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.protocol.crypto.MlDsa65;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How each algorithm of ours is said in PKCS#11. */
enum Profile {
    ED25519(KeyAlgorithm.ED25519, MechanismType.EC_EDWARDS_KEY_PAIR_GEN, MechanismType.EDDSA, 64),
    EC_P256(KeyAlgorithm.EC_P256, MechanismType.EC_KEY_PAIR_GEN, MechanismType.ECDSA, 64),
    EC_P384(KeyAlgorithm.EC_P384, MechanismType.EC_KEY_PAIR_GEN, MechanismType.ECDSA, 96),
    RSA_3072(
            KeyAlgorithm.RSA_3072, MechanismType.RSA_KEY_PAIR_GEN, MechanismType.RSA_PKCS_PSS, 384),
    ML_DSA_65(
            KeyAlgorithm.ML_DSA_65,
            MechanismType.ML_DSA_KEY_PAIR_GEN,
            MechanismType.ML_DSA,
            MlDsa65.SIGNATURE_SIZE),
    AES_256(KeyAlgorithm.AES_256, MechanismType.AES_KEY_GEN, MechanismType.AES_GCM, 0),
    HMAC_SHA256(
            KeyAlgorithm.HMAC_SHA256,
            MechanismType.GENERIC_SECRET_KEY_GEN,
            MechanismType.SHA256_HMAC,
            32);

    /** The length of the secret keys, in bytes. */
    static final int SECRET_BYTES = 32;

    private final KeyAlgorithm algorithm;
    private final MechanismType generation;
    private final MechanismType use;
    private final int signatureBytes;

    Profile(
            KeyAlgorithm algorithm,
            MechanismType generation,
            MechanismType use,
            int signatureBytes) {
        this.algorithm = algorithm;
        this.generation = generation;
        this.use = use;
        this.signatureBytes = signatureBytes;
    }

    static Profile of(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> ED25519;
            case EC_P256 -> EC_P256;
            case EC_P384 -> EC_P384;
            case RSA_3072 -> RSA_3072;
            case ML_DSA_65 -> ML_DSA_65;
            case AES_256 -> AES_256;
            case HMAC_SHA256 -> HMAC_SHA256;
        };
    }

    /** The profile that an object's type, curve and class show, if it is one of ours. */
    static Optional<Profile> of(KeyType type, Optional<Curve> curve, KeyClass keyClass) {
        return Arrays.stream(values())
                .filter(each -> each.isOf(type))
                .filter(each -> each.algorithm.isKeyPair() == (keyClass != KeyClass.SECRET))
                .filter(each -> Curve.of(each.algorithm).equals(curve))
                .findFirst();
    }

    private boolean isOf(KeyType type) {
        return switch (this) {
            case ED25519 -> type == KeyType.EC_EDWARDS;
            case EC_P256, EC_P384 -> type == KeyType.EC;
            case RSA_3072 -> type == KeyType.RSA;
            case ML_DSA_65 -> type == KeyType.ML_DSA;
            case AES_256 -> type == KeyType.AES;
            case HMAC_SHA256 -> type == KeyType.GENERIC_SECRET || type == KeyType.SHA256_HMAC;
        };
    }

    /** What a token must offer for it. */
    Set<KeyMechanism> needed() {
        return switch (this) {
            case ED25519 -> EnumSet.of(KeyMechanism.ED25519_GENERATE, KeyMechanism.ED25519_SIGN);
            case EC_P256 -> EnumSet.of(KeyMechanism.EC_P256_GENERATE, KeyMechanism.EC_P256_SIGN);
            case EC_P384 -> EnumSet.of(KeyMechanism.EC_P384_GENERATE, KeyMechanism.EC_P384_SIGN);
            case RSA_3072 -> EnumSet.of(KeyMechanism.RSA_3072_GENERATE, KeyMechanism.RSA_PSS_SIGN);
            case ML_DSA_65 ->
                    EnumSet.of(KeyMechanism.ML_DSA_65_GENERATE, KeyMechanism.ML_DSA_65_SIGN);
            case AES_256 -> EnumSet.of(KeyMechanism.AES_GENERATE, KeyMechanism.AES_GCM);
            case HMAC_SHA256 -> EnumSet.of(KeyMechanism.HMAC_GENERATE, KeyMechanism.HMAC_SHA256);
        };
    }

    KeyAlgorithm algorithm() {
        return algorithm;
    }

    MechanismType generation() {
        return generation;
    }

    MechanismType use() {
        return use;
    }

    /** The length of what signing, or authenticating, answers. */
    int signatureBytes() {
        return signatureBytes;
    }

    /** The class of the object that is used. */
    ObjectClass usedClass() {
        return algorithm.isKeyPair() ? ObjectClass.PRIVATE_KEY : ObjectClass.SECRET_KEY;
    }
}
