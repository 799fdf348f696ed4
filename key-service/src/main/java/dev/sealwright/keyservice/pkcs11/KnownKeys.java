package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that were found so far: a token that has them no more is not the token back. */
final class KnownKeys {
    private static final int LOOKED_FOR = 16;
    private static final Bytes STATEMENT = Bytes.utf8("sealwright/reconnect/v1\0");

    private final Set<KeyHandle> keys = ConcurrentHashMap.newKeySet();

    void add(KeyHandle key) {
        keys.add(key);
    }

    /**
     * Finds some of them again and makes one that signs do so. Finding alone shows little: a module
     * may answer from its memory when the token has gone.
     */
    void prove(Pkcs11Session session, KeyDirectory directory) {
        List<KeyHandle> some = keys.stream().limit(LOOKED_FOR).toList();
        for (KeyHandle key : some) {
            directory.used(session, key);
        }
        some.stream()
                .filter(key -> Profile.of(key.algorithm()).signatureBytes() > 0)
                .findFirst()
                .ifPresent(key -> sign(session, directory, key));
    }

    private static void sign(Pkcs11Session session, KeyDirectory directory, KeyHandle key) {
        Bytes input = PairProof.input(key.algorithm(), STATEMENT);
        session.sign(Profile.of(key.algorithm()), directory.used(session, key), input);
    }
}
