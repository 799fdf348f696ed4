package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of each organisation's key on the token, and of the service's own, {@code mac}. The
 * first of an organisation is made when it is needed; one process holds the token's state folder,
 * so nobody makes a second. One enumeration finds the keys of all organisations; a key is used only
 * if the token says that it was made there and can never leave. Safe for concurrent use.
 */
public final class OrgKeys {
    private static final Logger LOG = LoggerFactory.getLogger(OrgKeys.class);

    private final KeyBackend backend;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<OrgKeyName, KeyHandle> known = new ConcurrentHashMap<>();

    private OrgKeys(KeyBackend backend, int limit) {
        this.backend = backend;
        this.limit = limit;
    }

    /**
     * Looks what the token holds.
     *
     * @param limit how many versions the token has room for
     */
    public static OrgKeys open(KeyBackend backend, int limit) {
        OrgKeys keys = new OrgKeys(backend, limit);
        keys.look();
        return keys;
    }

    /** Whether a key of that label belongs to an organisation, or is the service's {@code mac}. */
    public static boolean isOrgKey(String label) {
        return OrgKeyName.of(label).isPresent();
    }

    /** The key, made if there is none. */
    KeyHandle findOrMake(OrgKeyName name) {
        return remembered(name).or(() -> underLock(name, true)).orElseThrow();
    }

    /** The key, if there is one. */
    Optional<KeyHandle> find(OrgKeyName name) {
        return remembered(name).or(() -> underLock(name, false));
    }

    /** The key, if it was seen or made; asks the token nothing. */
    Optional<KeyHandle> remembered(OrgKeyName name) {
        return Optional.ofNullable(known.get(name));
    }

    private Optional<KeyHandle> underLock(OrgKeyName name, boolean make) {
        lock.lock();
        try {
            if (remembered(name).isEmpty()) {
                List<KeyDescription> keys = look();
                requireNoOther(name, keys);
                if (remembered(name).isEmpty() && make) {
                    requireRoom(keys);
                    known.put(name, backend.generate(name.spec()));
                }
            }
            return remembered(name);
        } finally {
            lock.unlock();
        }
    }

    /** Destroys the key; it is gone when this returns. */
    void destroy(OrgKeyName name) {
        KeySpec spec = name.spec();
        lock.lock();
        try {
            known.remove(name);
            backend.destroy(new KeyHandle(spec.label(), spec.algorithm(), spec.id()));
            LOG.info("destroyed {}", name.label());
        } finally {
            lock.unlock();
        }
    }

    private List<KeyDescription> look() {
        List<KeyDescription> keys =
                backend.describeKeys().stream().filter(key -> isOrgKey(key.label())).toList();
        keys.stream().collect(Collectors.groupingBy(KeyDescription::label)).values().stream()
                .filter(same -> same.size() == 1)
                .map(List::getFirst)
                .filter(OrgKeys::isUsable)
                .forEach(this::remember);
        return keys;
    }

    private void remember(KeyDescription key) {
        OrgKeyName name = OrgKeyName.of(key.label()).orElseThrow();
        known.putIfAbsent(name, new KeyHandle(name.label(), name.spec().algorithm(), key.id()));
    }

    private static boolean isUsable(KeyDescription key) {
        KeyAlgorithm expected = OrgKeyName.of(key.label()).orElseThrow().spec().algorithm();
        return key.isBoundToToken()
                && key.algorithm().equals(Optional.of(expected))
                && !key.id().isEmpty();
    }

    /** A key of that name that cannot be used is no reason to make another. */
    private void requireNoOther(OrgKeyName name, List<KeyDescription> keys) {
        String label = name.label().text();
        if (remembered(name).isEmpty()
                && keys.stream().anyMatch(key -> key.label().equals(label))) {
            throw new KeyBackendException(
                    "The key "
                            + label
                            + " could leave its token, was not made there, or is there twice;"
                            + " nothing is done with it. Find out who put it there.");
        }
    }

    /** The ceremony's key was there before any of these. */
    private void requireRoom(List<KeyDescription> keys) {
        long made =
                keys.stream()
                        .flatMap(key -> OrgKeyName.of(key.label()).stream())
                        .filter(name -> !name.isOfCeremony())
                        .count();
        if (made >= limit) {
            throw new KeyServiceRefusedException(
                    RefusalCode.NO_ROOM,
                    "the token holds " + made + " versions of orgs' keys and has no room for more");
        }
    }
}
