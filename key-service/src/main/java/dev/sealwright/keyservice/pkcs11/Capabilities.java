package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What a token says it can do. */
final class Capabilities {
    private static final int P256_BITS = 256;
    private static final int P384_BITS = 384;
    private static final int RSA_BITS = 3072;

    private final Cryptoki cryptoki;
    private final long slot;
    private final Set<Long> mechanisms;
    private final VendorProfile vendor;

    private Capabilities(Cryptoki cryptoki, long slot, VendorProfile vendor) {
        this.vendor = vendor;
        this.cryptoki = cryptoki;
        this.slot = slot;
        this.mechanisms = new HashSet<>(cryptoki.mechanisms(slot));
    }

    static Set<KeyMechanism> probe(Cryptoki cryptoki, long slot, VendorProfile vendor) {
        var capabilities = new Capabilities(cryptoki, slot, vendor);
        Set<KeyMechanism> found = EnumSet.noneOf(KeyMechanism.class);
        for (KeyMechanism mechanism : KeyMechanism.values()) {
            if (capabilities.has(mechanism)) {
                found.add(mechanism);
            }
        }
        return Collections.unmodifiableSet(found);
    }

    private boolean has(KeyMechanism mechanism) {
        return switch (mechanism) {
            case ED25519_GENERATE -> offers(MechanismType.EC_EDWARDS_KEY_PAIR_GEN);
            case ED25519_SIGN -> offers(MechanismType.EDDSA);
            case EC_P256_GENERATE -> offers(MechanismType.EC_KEY_PAIR_GEN, P256_BITS);
            case EC_P256_SIGN -> offers(MechanismType.ECDSA, P256_BITS);
            case EC_P384_GENERATE -> offers(MechanismType.EC_KEY_PAIR_GEN, P384_BITS);
            case EC_P384_SIGN -> offers(MechanismType.ECDSA, P384_BITS);
            case RSA_3072_GENERATE -> offers(MechanismType.RSA_KEY_PAIR_GEN, RSA_BITS);
            case RSA_PSS_SIGN -> offers(MechanismType.RSA_PKCS_PSS, RSA_BITS);
            case ML_DSA_65_GENERATE -> offers(MechanismType.ML_DSA_KEY_PAIR_GEN);
            case ML_DSA_65_SIGN -> offers(MechanismType.ML_DSA);
            case AES_GENERATE -> offers(MechanismType.AES_KEY_GEN);
            case AES_GCM -> offers(MechanismType.AES_GCM);
            case AES_KEY_WRAP -> offers(MechanismType.AES_KEY_WRAP);
            case HMAC_GENERATE -> offers(MechanismType.GENERIC_SECRET_KEY_GEN);
            case HMAC_SHA256 -> offers(MechanismType.SHA256_HMAC);
        };
    }

    private boolean offers(MechanismType type) {
        return mechanisms.contains(vendor.number(type));
    }

    private boolean offers(MechanismType type, int bits) {
        return offers(type) && cryptoki.largestKey(slot, vendor.number(type)) >= bits;
    }
}
