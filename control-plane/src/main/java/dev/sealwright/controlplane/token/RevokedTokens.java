package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RevocationBody.TokenRevocation;
import dev.sealwright.protocol.token.RevocationList;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which tokens were revoked, according to the signed log alone. What ended long ago by itself is
 * forgotten.
 */
@Singleton
final class RevokedTokens implements LeafFollower {
    /** More than leaves' times may run behind one another. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Map<Bytes, ConcurrentNavigableMap<Long, RevocationList.Entry>> orgs =
            new ConcurrentHashMap<>();

    /**
     * @param index of the leaf that says so
     */
    record Revoked(long index, RevocationList.Entry entry) {}

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof TokenRevocation;
    }

    @Override
    public void take(long index, Leaf leaf) {
        if (leaf.body() instanceof TokenRevocation body) {
            var of = orgs.computeIfAbsent(leaf.org(), _ -> new ConcurrentSkipListMap<>());
            of.put(index, RevocationList.Entry.of(body));
            Instant longAgo = leaf.time().minus(KEPT);
            Iterator<RevocationList.Entry> oldest = of.values().iterator();
            while (oldest.hasNext() && !oldest.next().counts(longAgo)) {
                oldest.remove();
            }
        }
    }

    /** In the order in which they were logged. */
    List<Revoked> of(Bytes org) {
        return orgs.getOrDefault(org, new ConcurrentSkipListMap<>()).entrySet().stream()
                .map(each -> new Revoked(each.getKey(), each.getValue()))
                .toList();
    }

    /** The first revocation of exactly this. */
    Optional<Revoked> find(Bytes org, Bytes token, Optional<Bytes> block) {
        return of(org).stream()
                .filter(
                        each ->
                                each.entry().token().equals(token)
                                        && each.entry().block().equals(block))
                .findFirst();
    }

    /** Whether the token, or one of these layers, is revoked. */
    boolean revokes(Bytes org, Bytes token, List<Bytes> layers) {
        return of(org).stream()
                .map(Revoked::entry)
                .filter(entry -> entry.token().equals(token))
                .anyMatch(entry -> entry.block().map(layers::contains).orElse(true));
    }
}
