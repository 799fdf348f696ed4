package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Each organisation's key, {@code kek-<org tag in hex>}, whose CKA_ID follows from that label. Made
 * when it is first needed; one process holds the token's state folder, so nobody makes a second.
 * Found by enumeration once a process, and used only if the token says that it was made there and
 * can never leave.
 */
public final class OrgKeys {
    private static final String PREFIX = "kek-";

    private final KeyBackend backend;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bytes, KeyHandle> known = new ConcurrentHashMap<>();

    OrgKeys(KeyBackend backend, int limit) {
        this.backend = backend;
        this.limit = limit;
    }

    /** Whether a key of that label belongs to an organisation. */
    public static boolean isOrgKey(String label) {
        return label.startsWith(PREFIX);
    }

    private static KeyLabel label(Bytes org) {
        return new KeyLabel(PREFIX + org.hex());
    }

    /** The org's key, made if there is none. */
    KeyHandle findOrMake(Bytes org) {
        return find(org).orElseGet(() -> underLock(org, true).orElseThrow());
    }

    /** The org's key, if it has one. */
    Optional<KeyHandle> find(Bytes org) {
        Optional<KeyHandle> remembered = Optional.ofNullable(known.get(org));
        return remembered.isPresent() ? remembered : underLock(org, false);
    }

    private Optional<KeyHandle> underLock(Bytes org, boolean make) {
        lock.lock();
        try {
            List<KeyDescription> keys =
                    backend.describeKeys().stream().filter(key -> isOrgKey(key.label())).toList();
            Optional<KeyHandle> key = onToken(org, keys);
            if (key.isEmpty() && make) {
                requireRoom(keys.size());
                key = Optional.of(backend.generate(spec(org)));
            }
            key.ifPresent(handle -> known.put(org, handle));
            return key;
        } finally {
            lock.unlock();
        }
    }

    private static KeySpec spec(Bytes org) {
        return KeySpec.of(label(org), KeyAlgorithm.AES_256);
    }

    private Optional<KeyHandle> onToken(Bytes org, List<KeyDescription> keys) {
        String label = label(org).text();
        List<KeyDescription> found =
                keys.stream().filter(key -> key.label().equals(label)).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.getFirst().isBoundToToken()) {
            throw new KeyBackendException(
                    "The key "
                            + label
                            + " could leave its token, or was not made there; nothing is sealed or"
                            + " opened with it. Find out who put it there.");
        }
        return Optional.of(backend.find(label(org), KeyAlgorithm.AES_256));
    }

    private void requireRoom(int keys) {
        if (keys >= limit) {
            throw new KeyServiceRefusedException(
                    RefusalCode.NO_ROOM,
                    "the token holds the keys of " + keys + " orgs and has no room for more");
        }
    }
}
