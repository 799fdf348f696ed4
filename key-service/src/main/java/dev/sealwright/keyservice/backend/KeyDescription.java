package dev.sealwright.keyservice.backend;

import dev.sealwright.protocol.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * One key object as the token tells of it.
 *
 * @param label the object's label, which may be none of ours; printable, at most 64 characters
 * @param type the token's key type by its PKCS#11 name, such as {@code CKK_EC}
 * @param algorithm what the backend can use the object as, when it can
 * @param spki DER SubjectPublicKeyInfo: of a public object its own, of a private one that of its
 *     public half
 * @param attributes what the token answered; an attribute it would not tell is absent
 */
public record KeyDescription(
        String label,
        Bytes id,
        KeyClass keyClass,
        String type,
        Optional<KeyAlgorithm> algorithm,
        Optional<Bytes> spki,
        Map<KeyAttribute, Boolean> attributes) {
    public KeyDescription {
        attributes = Map.copyOf(attributes);
    }

    /** Whether the token affirmed the attribute. */
    public boolean has(KeyAttribute attribute) {
        return attributes.getOrDefault(attribute, false);
    }

    /** Whether the token denied the attribute; silence is no denial. */
    public boolean lacks(KeyAttribute attribute) {
        return !attributes.getOrDefault(attribute, true);
    }

    /**
     * Whether the key was made on the token, lives there, and its value never could leave it
     * (PKCS#11 v3.1 section 4.9: CKA_LOCAL, CKA_ALWAYS_SENSITIVE and CKA_NEVER_EXTRACTABLE are set
     * by the token alone).
     */
    public boolean isBoundToToken() {
        return has(KeyAttribute.TOKEN)
                && has(KeyAttribute.PRIVATE)
                && has(KeyAttribute.SENSITIVE)
                && has(KeyAttribute.ALWAYS_SENSITIVE)
                && has(KeyAttribute.NEVER_EXTRACTABLE)
                && has(KeyAttribute.LOCAL)
                && lacks(KeyAttribute.EXTRACTABLE);
    }
}
