package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Attributes;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.MlDsa65;
import java.util.List;
import java.util.Optional;

/** ML-DSA keys as PKCS#11 v3.2 has them: of the parameter set ML-DSA-65, no others. */
final class MlDsa {
    /** CKP_ML_DSA_65. */
    private static final long ML_DSA_65 = 2;

    private MlDsa() {}

    /** What a public half is asked for with. */
    static Template parameters(Template publicHalf) {
        return publicHalf.with(AttributeType.PARAMETER_SET, ML_DSA_65);
    }

    /** What such an object is asked for, beyond what all are: a private one keeps its value. */
    static List<AttributeType> attributes(Optional<KeyClass> keyClass) {
        return keyClass.equals(Optional.of(KeyClass.PUBLIC))
                ? List.of(AttributeType.PARAMETER_SET, AttributeType.VALUE)
                : List.of(AttributeType.PARAMETER_SET);
    }

    /** Whether the object is of the one parameter set. */
    static boolean isOurs(Attributes attributes) {
        return attributes.number(AttributeType.PARAMETER_SET).orElse(0) == ML_DSA_65;
    }

    /** DER SubjectPublicKeyInfo of a public half. */
    static Optional<Bytes> spki(Attributes attributes) {
        return attributes
                .bytes(AttributeType.VALUE)
                .filter(raw -> isOurs(attributes) && raw.length == MlDsa65.KEY_SIZE)
                .map(raw -> MlDsa65.spki(Bytes.of(raw)));
    }
}
