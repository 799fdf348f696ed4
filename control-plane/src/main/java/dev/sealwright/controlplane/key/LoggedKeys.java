package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The client keys according to the signed log alone: a row that was edited in the database makes no
 * key, enables none and keeps none.
 */
@Singleton
final class LoggedKeys implements LeafFollower {
    private final Map<Bytes, LoggedKey> keys = new ConcurrentHashMap<>();
    private final Provider<Ledger> ledger;

    /**
     * @param ledger which is made of its followers
     */
    LoggedKeys(Provider<Ledger> ledger) {
        this.ledger = ledger;
    }

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof KeyBody && !(body instanceof KeyBody.Sign);
    }

    @Override
    public void take(long index, Leaf leaf) {
        if (!(leaf.body() instanceof KeyBody body)) {
            throw new IllegalArgumentException("a leaf that concerns no key");
        }
        if (body instanceof KeyBody.Version first && first.version() == 1) {
            keys.putIfAbsent(first.key(), LoggedKey.begun(index, leaf, first));
            return;
        }
        keys.computeIfPresent(
                body.key(),
                (id, key) -> key.org().equals(leaf.org()) ? key.after(index, leaf, body) : key);
    }

    /** The key, if the newest checkpoint covers any version of it. */
    Optional<LoggedKey> find(Bytes org, Bytes key) {
        ledger.get().changes();
        return Optional.ofNullable(keys.get(key)).filter(found -> found.org().equals(org));
    }

    List<LoggedKey> all() {
        ledger.get().changes();
        return List.copyOf(keys.values());
    }
}
