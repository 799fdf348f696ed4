package dev.sealwright.keyservice.clientkey;

import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.log.ClientKey;
import dev.sealwright.keyservice.log.KeyMaterial;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client keys on the token. What a crash left there without a leaf is swept at the start, or
 * after an hour by whoever makes the next key; a repeated order finds it until then. Safe for
 * concurrent use.
 */
public final class ClientKeyStore {
    /** By then whoever had a key made has logged it, or never will. */
    static final Duration UNCLAIMED = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ClientKeyStore.class);

    private final KeyBackend backend;
    private final InstantSource clock;
    private final int limit;
    private final KeyOrders orders;
    private final ReentrantLock making = new ReentrantLock();
    private final Map<KeyName, HeldKey> held = new ConcurrentHashMap<>();

    private ClientKeyStore(KeyBackend backend, InstantSource clock, int limit, KeyOrders orders) {
        this.orders = orders;
        this.backend = backend;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Looks what the token holds.
     *
     * @param limit how many versions the token has room for
     * @param orders file of what it set out to make
     */
    public static ClientKeyStore open(
            KeyBackend backend, InstantSource clock, int limit, Path orders) {
        ClientKeyStore store = new ClientKeyStore(backend, clock, limit, KeyOrders.open(orders));
        store.look();
        return store;
    }

    /** Whether a key of that label is a client key. */
    public static boolean isClientKey(String label) {
        return KeyName.of(label).isPresent();
    }

    /** One enumeration; a key that could leave its token, or is there twice, is none of ours. */
    private void look() {
        backend.describeKeys().stream()
                .filter(key -> key.keyClass() == KeyClass.PRIVATE && isClientKey(key.label()))
                .collect(Collectors.groupingBy(KeyDescription::label))
                .values()
                .stream()
                .filter(same -> same.size() == 1)
                .map(List::getFirst)
                .filter(KeyDescription::isBoundToToken)
                .forEach(this::take);
    }

    private void take(KeyDescription key) {
        if (key.algorithm().isPresent() && key.spki().isPresent()) {
            KeyHandle handle =
                    new KeyHandle(new KeyLabel(key.label()), key.algorithm().get(), key.id());
            held.putIfAbsent(
                    KeyName.of(key.label()).orElseThrow(),
                    HeldKey.unclaimed(handle, key.spki().get(), clock.instant()));
        }
    }

    /** At the start: destroys what was made here and no appended leaf names. */
    public void sweep(List<ClientKey> known) {
        Map<Bytes, ClientKey> keys =
                known.stream().collect(Collectors.toMap(ClientKey::key, each -> each));
        boolean clean = true;
        for (KeyName name : List.copyOf(held.keySet())) {
            ClientKey key = keys.get(name.key());
            if (key != null && name.version() <= key.latest()) {
                held.computeIfPresent(name, (same, each) -> each.claim());
            } else if (orders.contains(name)) {
                clean &= discard(name);
            } else if (!name.isOfCeremony()) {
                LOG.warn(
                        "the token holds {}, which this log does not name and this service did not"
                                + " make; it is left alone",
                        name.label());
            }
        }
        if (clean) {
            orders.clear();
        }
    }

    /** Makes the version, or gives the one that was made. */
    Bytes make(KeyOrder order) {
        KeyName name = new KeyName(order.key(), order.version());
        KeySpec spec = KeyName.spec(order);
        making.lock();
        try {
            Optional<HeldKey> there = Optional.ofNullable(held.get(name));
            if (there.isEmpty()) {
                sweepOld();
                Refusals.require(
                        held.size() < limit,
                        RefusalCode.NO_ROOM,
                        "the token holds " + limit + " versions of client keys and no more");
                generate(name, spec);
                there = Optional.of(require(name));
            }
            Refusals.require(
                    there.get().isOf(order),
                    RefusalCode.MISMATCH,
                    "the key was made for another org or algorithm");
            return there.get().spki();
        } finally {
            making.unlock();
        }
    }

    private void generate(KeyName name, KeySpec spec) {
        orders.add(name);
        try {
            KeyHandle made = backend.generate(spec);
            held.put(name, HeldKey.unclaimed(made, backend.publicKey(made), clock.instant()));
        } catch (KeyBackendException | KeyBackendUnavailableException e) {
            // A call that was given up may have made the key all the same.
            look();
            if (!held.containsKey(name)) {
                throw e;
            }
        }
    }

    private void sweepOld() {
        Instant old = clock.instant().minus(UNCLAIMED);
        held.forEach(
                (name, each) -> {
                    if (orders.contains(name) && each.found().isBefore(old)) {
                        discard(name);
                    }
                });
    }

    /** Takes it out of everyone's reach first, so that nobody claims what is being destroyed. */
    private boolean discard(KeyName name) {
        HeldKey orphan = held.get(name);
        if (orphan == null || orphan.claimed() || !held.remove(name, orphan)) {
            return true;
        }
        try {
            backend.destroy(orphan.handle());
            LOG.info("destroyed {}, which no leaf names", name.label());
            return true;
        } catch (KeyBackendException | KeyBackendUnavailableException e) {
            held.putIfAbsent(name, orphan);
            LOG.warn("cannot destroy {}: {}", name.label(), e.getMessage());
            return false;
        }
    }

    /** The version with its key pair, if it is there and was made for that org. */
    Optional<HeldKey> find(KeyOrder order) {
        return Optional.ofNullable(held.get(new KeyName(order.key(), order.version())))
                .filter(each -> each.isOf(order));
    }

    /** See {@link KeyMaterial#claim}. */
    public boolean claim(Bytes org, KeyBody.Version version) {
        KeyOrder order = new KeyOrder(org, version.key(), version.version(), version.algorithm());
        if (find(order).filter(each -> each.spki().equals(version.spki())).isEmpty()) {
            return false;
        }
        return held.computeIfPresent(
                        new KeyName(version.key(), version.version()), (same, each) -> each.claim())
                != null;
    }

    /** Whether that version of the key is there, for whomever it was made. */
    public boolean holds(Bytes key, long version) {
        return held.containsKey(new KeyName(key, version));
    }

    /** See {@link KeyMaterial#holds(Bytes)}. */
    public boolean holds(Bytes key) {
        return held.keySet().stream().anyMatch(name -> name.key().equals(key));
    }

    /** Destroys every version of the key; the last of them is gone when this returns. */
    void destroy(Bytes key) {
        making.lock();
        try {
            for (KeyName name : List.copyOf(held.keySet())) {
                if (name.key().equals(key)) {
                    backend.destroy(require(name).handle());
                    held.remove(name);
                    LOG.info("destroyed {}", name.label());
                }
            }
        } finally {
            making.unlock();
        }
    }

    /** Only who makes keys takes them away. */
    private HeldKey require(KeyName name) {
        return Optional.ofNullable(held.get(name)).orElseThrow();
    }
}
