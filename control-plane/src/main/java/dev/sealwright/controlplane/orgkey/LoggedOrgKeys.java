package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The organisations' keys, and the service's {@code mac}, according to the signed log alone. */
@Singleton
public final class LoggedOrgKeys implements LeafFollower {
    private final Map<Bytes, LoggedOrgKey> keys = new ConcurrentHashMap<>();
    private final Provider<Ledger> ledger;

    /**
     * @param ledger which is made of its followers
     */
    LoggedOrgKeys(Provider<Ledger> ledger) {
        this.ledger = ledger;
    }

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof OrgKeyBody;
    }

    @Override
    public void take(long index, Leaf leaf) {
        if (!(leaf.body() instanceof OrgKeyBody body)) {
            throw new IllegalArgumentException("a leaf that concerns no organisation's key");
        }
        keys.compute(
                leaf.org(),
                (org, known) ->
                        (known == null ? LoggedOrgKey.first(org) : known).after(index, leaf, body));
    }

    /** The key, under the newest checkpoint. */
    public LoggedOrgKey find(Bytes org) {
        ledger.get().changes();
        return keys.getOrDefault(org, LoggedOrgKey.first(org));
    }

    /** The service's own key {@code mac}, which is that of no organisation. */
    public LoggedOrgKey mac() {
        return find(Leaf.NO_ORG);
    }

    /** Those of organisations of which the log tells: every other has one version. */
    public List<LoggedOrgKey> all() {
        ledger.get().changes();
        return keys.values().stream().filter(key -> !key.org().equals(Leaf.NO_ORG)).toList();
    }
}
