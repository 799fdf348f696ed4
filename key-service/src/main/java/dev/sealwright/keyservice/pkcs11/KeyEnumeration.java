package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.pkcs11.binding.Template;
import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads every key object on the token. */
final class KeyEnumeration {
    private static final int MOST = 16_384;

    private KeyEnumeration() {}

    static List<KeyDescription> describe(Pkcs11Session session) {
        List<KeyObject> objects = read(session);
        Map<Bytes, Bytes> publicKeys = publicKeys(objects);
        List<KeyDescription> keys = new ArrayList<>();
        for (KeyObject object : objects) {
            object.keyClass()
                    .ifPresent(keyClass -> keys.add(describe(object, keyClass, publicKeys)));
        }
        return List.copyOf(keys);
    }

    private static List<KeyObject> read(Pkcs11Session session) {
        List<Long> handles = session.find(new Template(), MOST);
        if (handles.size() > MOST) {
            throw new KeyBackendException(
                    "The token holds more than "
                            + MOST
                            + " objects; they are not enumerated. Use a token of its own.");
        }
        return handles.stream().map(handle -> KeyObject.read(session, handle)).toList();
    }

    private static Map<Bytes, Bytes> publicKeys(List<KeyObject> objects) {
        Map<Bytes, Bytes> byId = new HashMap<>();
        for (KeyObject object : objects) {
            if (object.keyClass().equals(Optional.of(KeyClass.PUBLIC))) {
                object.spki().ifPresent(spki -> byId.put(object.id(), spki));
            }
        }
        return byId;
    }

    private static KeyDescription describe(
            KeyObject object, KeyClass keyClass, Map<Bytes, Bytes> publicKeys) {
        Optional<Bytes> spki =
                keyClass == KeyClass.PRIVATE
                        ? Optional.ofNullable(publicKeys.get(object.id()))
                        : object.spki();
        return object.describe(keyClass, spki);
    }
}
