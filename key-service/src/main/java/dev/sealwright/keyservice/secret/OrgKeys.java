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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Each organisation's key, {@code kek-<org tag in hex>}, whose CKA_ID follows from that label. Made
 * when it is first needed; one process holds the token's state folder, so nobody makes a second.
 * One enumeration finds the keys of all organisations; a key is used only if the token says that it
 * was made there and can never leave.
 */
public final class OrgKeys {
    private static final String PREFIX = "kek-";
    private static final Pattern LABEL = Pattern.compile(PREFIX + "[0-9a-f]{32}");

    private final KeyBackend backend;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, KeyHandle> known = new ConcurrentHashMap<>();

    OrgKeys(KeyBackend backend, int limit) {
        this.backend = backend;
        this.limit = limit;
    }

    /** Whether a key of that label belongs to an organisation. */
    public static boolean isOrgKey(String label) {
        return LABEL.matcher(label).matches();
    }

    private static KeyLabel label(Bytes org) {
        return new KeyLabel(PREFIX + org.hex());
    }

    /** The org's key, made if there is none. */
    KeyHandle findOrMake(Bytes org) {
        return remembered(org).or(() -> underLock(org, true)).orElseThrow();
    }

    /** The org's key, if it has one. */
    Optional<KeyHandle> find(Bytes org) {
        return remembered(org).or(() -> underLock(org, false));
    }

    private Optional<KeyHandle> remembered(Bytes org) {
        return Optional.ofNullable(known.get(label(org).text()));
    }

    private Optional<KeyHandle> underLock(Bytes org, boolean make) {
        lock.lock();
        try {
            if (remembered(org).isEmpty()) {
                List<KeyDescription> keys =
                        backend.describeKeys().stream()
                                .filter(key -> isOrgKey(key.label()))
                                .toList();
                remember(keys);
                requireNoOther(org, keys);
                if (remembered(org).isEmpty() && make) {
                    requireRoom(keys.size());
                    KeyHandle made = backend.generate(KeySpec.of(label(org), KeyAlgorithm.AES_256));
                    known.put(made.label().text(), made);
                }
            }
            return remembered(org);
        } finally {
            lock.unlock();
        }
    }

    private void remember(List<KeyDescription> keys) {
        keys.stream().collect(Collectors.groupingBy(KeyDescription::label)).values().stream()
                .filter(same -> same.size() == 1)
                .map(List::getFirst)
                .filter(OrgKeys::isUsable)
                .forEach(key -> known.putIfAbsent(key.label(), handle(key)));
    }

    private static boolean isUsable(KeyDescription key) {
        return key.isBoundToToken()
                && key.algorithm().equals(Optional.of(KeyAlgorithm.AES_256))
                && !key.id().isEmpty();
    }

    private static KeyHandle handle(KeyDescription key) {
        return new KeyHandle(new KeyLabel(key.label()), KeyAlgorithm.AES_256, key.id());
    }

    /** A key of that name that cannot be used is no reason to make another. */
    private void requireNoOther(Bytes org, List<KeyDescription> keys) {
        String label = label(org).text();
        if (remembered(org).isEmpty() && keys.stream().anyMatch(key -> key.label().equals(label))) {
            throw new KeyBackendException(
                    "The key "
                            + label
                            + " could leave its token, was not made there, or is there twice;"
                            + " nothing is sealed or opened with it. Find out who put it there.");
        }
    }

    private void requireRoom(int keys) {
        if (keys >= limit) {
            throw new KeyServiceRefusedException(
                    RefusalCode.NO_ROOM,
                    "the token holds the keys of " + keys + " orgs and has no room for more");
        }
    }
}
