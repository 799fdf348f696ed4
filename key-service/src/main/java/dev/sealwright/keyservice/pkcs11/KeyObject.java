package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyAttribute;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Attributes;
import dev.sealwright.keyservice.pkcs11.binding.KeyType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile.PointForm;
import dev.sealwright.protocol.Bytes;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One key object, read from the token. */
record KeyObject(Attributes attributes) {
    private static final List<AttributeType> ALL =
            Arrays.stream(AttributeType.values())
                    .filter(
                            type ->
                                    type != AttributeType.VALUE
                                            && type != AttributeType.PARAMETER_SET
                                            && type != AttributeType.MODULUS_BITS
                                            && type != AttributeType.ALWAYS_AUTHENTICATE)
                    .toList();
    private static final int MAX_LABEL = 64;

    static KeyObject read(Pkcs11Session session, long object) {
        KeyObject found = new KeyObject(session.read(object, ALL));
        return found.isOf(KeyType.ML_DSA)
                ? found.with(session.read(object, MlDsa.attributes(found.keyClass())))
                : found;
    }

    private boolean isOf(KeyType type) {
        return number(AttributeType.KEY_TYPE).flatMap(KeyType::of).equals(Optional.of(type));
    }

    private KeyObject with(Attributes more) {
        return new KeyObject(attributes.and(more));
    }

    /** What kind of key object it is; empty for certificates, data and the like. */
    Optional<KeyClass> keyClass() {
        return number(AttributeType.CLASS)
                .flatMap(ObjectClass::of)
                .map(
                        objectClass ->
                                switch (objectClass) {
                                    case PUBLIC_KEY -> KeyClass.PUBLIC;
                                    case PRIVATE_KEY -> KeyClass.PRIVATE;
                                    case SECRET_KEY -> KeyClass.SECRET;
                                });
    }

    Bytes id() {
        return attributes.bytes(AttributeType.ID).map(Bytes::of).orElse(Bytes.EMPTY);
    }

    String label() {
        String text = attributes.text(AttributeType.LABEL).orElse("");
        return text.substring(0, Math.min(MAX_LABEL, text.length()));
    }

    String typeName() {
        return number(AttributeType.KEY_TYPE)
                .map(
                        value ->
                                KeyType.of(value)
                                        .map(type -> "CKK_" + type)
                                        .orElse("key type 0x" + Long.toHexString(value)))
                .orElse("of no known type");
    }

    /** What the object can be used as by us. */
    Optional<KeyAlgorithm> algorithm() {
        return number(AttributeType.KEY_TYPE)
                .flatMap(KeyType::of)
                .flatMap(
                        type -> keyClass().flatMap(keyClass -> Profile.of(type, curve(), keyClass)))
                .filter(profile -> profile.algorithm().isKeyPair() || hasSecretLength())
                .filter(profile -> profile != Profile.RSA_3072 || Rsa.isOurs(attributes))
                .filter(profile -> profile != Profile.ML_DSA_65 || MlDsa.isOurs(attributes))
                .map(Profile::algorithm);
    }

    /** The public key, if this object shows one. */
    Optional<Bytes> spki() {
        return curve().flatMap(
                        curve -> attributes.bytes(AttributeType.EC_POINT).flatMap(curve::spki))
                .or(() -> Rsa.spki(attributes))
                .or(() -> MlDsa.spki(attributes));
    }

    /** How the token gives the point of an elliptic curve, if this object shows one. */
    Optional<PointForm> pointForm() {
        return curve().flatMap(
                        curve ->
                                attributes.bytes(AttributeType.EC_POINT).flatMap(curve::pointForm));
    }

    KeyDescription describe(KeyClass keyClass, Optional<Bytes> spki) {
        Map<KeyAttribute, Boolean> flags = new EnumMap<>(KeyAttribute.class);
        for (KeyAttribute attribute : KeyAttribute.values()) {
            attributes
                    .flag(AttributeType.valueOf(attribute.name()))
                    .ifPresent(value -> flags.put(attribute, value));
        }
        return new KeyDescription(label(), id(), keyClass, typeName(), algorithm(), spki, flags);
    }

    private Optional<Curve> curve() {
        return attributes.bytes(AttributeType.EC_PARAMS).flatMap(Curve::ofParameters);
    }

    private boolean hasSecretLength() {
        return number(AttributeType.VALUE_LEN)
                .filter(length -> length == Profile.SECRET_BYTES)
                .isPresent();
    }

    private Optional<Long> number(AttributeType type) {
        return attributes.number(type).stream().boxed().findFirst();
    }
}
