package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What is known of the token that was opened first: another in its place, or itself without the
 * keys that were found so far, is not the token back.
 */
final class KnownToken {
    private static final int LOOKED_FOR = 16;
    private static final Bytes STATEMENT = Bytes.utf8("sealwright/reconnect/v1\0");

    private final Set<KeyHandle> keys = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<TokenIdentity>> identity =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<VendorProfile>> vendor =
            new AtomicReference<>(Optional.empty());
    private final AtomicLong epochs = new AtomicLong();

    /** The vendor's profile, found out once. */
    VendorProfile vendor(Supplier<VendorProfile> finding) {
        return vendor.updateAndGet(known -> known.or(() -> Optional.of(finding.get())))
                .orElseThrow();
    }

    VendorProfile vendor() {
        return vendor.get().orElseThrow(() -> new IllegalStateException("the token is not open"));
    }

    void add(KeyHandle key) {
        keys.add(key);
    }

    /** The key is going to be destroyed, so that the token is itself without it. */
    void remove(KeyHandle key) {
        keys.remove(key);
    }

    /** The module was initialised. */
    void beginEpoch() {
        epochs.incrementAndGet();
    }

    /** How often the module was initialised. */
    long epoch() {
        return epochs.get();
    }

    TokenIdentity identity() {
        return identity.get().orElseThrow(() -> new IllegalStateException("the token is not open"));
    }

    /**
     * Takes the first token for the one; later, makes sure that it is the same.
     *
     * @throws KeyBackendException when it is another with the same label
     */
    void recognise(TokenIdentity token) {
        Optional<TokenIdentity> first = identity.get();
        if (first.filter(known -> !known.serial().equals(token.serial())).isPresent()) {
            throw new KeyBackendException(
                    "The token with the label "
                            + token.label()
                            + " is another one than before: its serial has changed. Put the first one back, or start the"
                            + " service again.");
        }
        identity.set(Optional.of(token));
    }

    /**
     * Finds some of the keys again and makes one that signs do so. Finding alone shows little: a
     * module may answer from its memory when the token has gone.
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
