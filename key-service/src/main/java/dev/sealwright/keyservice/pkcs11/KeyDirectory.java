package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the keys are in one generation: object handles by CKA_ID and class. A search costs about 20
 * µs for each object on the token, so it is made once.
 */
final class KeyDirectory {
    private record Place(KeyHandle key, ObjectClass objectClass) {}

    private final Map<Place, Long> handles = new ConcurrentHashMap<>();

    /** The object that is used when this key is. */
    long used(Pkcs11Session session, KeyHandle key) {
        return handle(session, key, Profile.of(key.algorithm()).usedClass());
    }

    /** The one object of this class that the key has. */
    long handle(Pkcs11Session session, KeyHandle key, ObjectClass objectClass) {
        var place = new Place(key, objectClass);
        Long known = handles.get(place);
        if (known != null) {
            return known;
        }
        Template template =
                new Template()
                        .with(AttributeType.CLASS, objectClass.value())
                        .with(AttributeType.ID, key.id().toArray())
                        .with(AttributeType.LABEL, key.label().text());
        long found = exactlyOne(session.find(template, 1), key.label());
        requireAlgorithm(KeyObject.read(session, found), key.label(), key.algorithm());
        handles.put(place, found);
        return found;
    }

    /** Looks a key up by its label and makes sure it is what it is taken for. */
    KeyHandle find(Pkcs11Session session, KeyLabel label, KeyAlgorithm expected) {
        ObjectClass objectClass = Profile.of(expected).usedClass();
        Template template =
                new Template()
                        .with(AttributeType.CLASS, objectClass.value())
                        .with(AttributeType.LABEL, label.text());
        long object = exactlyOne(session.find(template, 1), label);
        KeyObject found = KeyObject.read(session, object);
        requireAlgorithm(found, label, expected);
        if (found.id().isEmpty()) {
            throw new KeyBackendException(
                    "The key " + label + " has no CKA_ID, so it can not be told from others.");
        }
        var key = new KeyHandle(label, expected, found.id());
        handles.put(new Place(key, objectClass), object);
        return key;
    }

    /** Forgets where a key was that is to be destroyed. */
    void forget(KeyHandle key) {
        handles.keySet().removeIf(place -> place.key().equals(key));
    }

    private static void requireAlgorithm(KeyObject found, KeyLabel label, KeyAlgorithm expected) {
        Optional<KeyAlgorithm> actual = found.algorithm();
        if (!actual.equals(Optional.of(expected))) {
            throw new KeyBackendException(
                    "The key "
                            + label
                            + " on the token is "
                            + actual.map(KeyAlgorithm::name).orElse(found.typeName())
                            + ", not "
                            + expected
                            + ". Nothing was done with it; check which token is configured.");
        }
    }

    private static long exactlyOne(List<Long> objects, KeyLabel label) {
        return switch (objects.size()) {
            case 1 -> objects.getFirst();
            case 0 ->
                    throw new KeyBackendException(
                            "The token has no key "
                                    + label
                                    + ". Run the ceremony that makes it, or check which token is configured.");
            default ->
                    throw new KeyBackendException(
                            "The token has several keys "
                                    + label
                                    + ", and nothing tells which is meant. Remove the ones that do not belong there.");
        };
    }
}
