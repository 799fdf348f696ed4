package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody.Approval;
import dev.sealwright.protocol.leaf.AuthorityBody.AuthorityKey;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RecordState;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the authority keys of organisations through a log, as the key service does that signs it:
 * which keys an org has, and whether a leaf that needed an approval had one. For one thread.
 */
public final class AuthorityHistory {
    /** What was admitted before an org's first key may be appended after it. */
    private static final Duration UNDER_WAY = Validity.SKEW.multipliedBy(2);

    private String origin;
    private final Map<Bytes, Map<Bytes, Key>> keys = new HashMap<>();
    private final Map<Row, Long> versions = new HashMap<>();
    private final Map<Bytes, Instant> since = new HashMap<>();
    private final Map<Bytes, Approved> approvals = new HashMap<>();
    private long index = -1;

    /**
     * @param origin of the log when its first leaf was appended
     */
    public AuthorityHistory(String origin) {
        this.origin = origin;
    }

    /**
     * A key that an org has.
     *
     * @param index of the leaf that says so
     * @param time of that leaf
     */
    public record Key(AuthorityKey leaf, long index, Instant time) {}

    private record Row(Bytes org, Bytes row) {}

    private record Approved(Instant expires, boolean spent) {}

    /** Takes the next leaf of the log; what is wrong with it, if anything. */
    public Optional<String> add(Leaf leaf) {
        return add(index + 1, leaf);
    }

    /** The same for one that follows later, those between being of no concern. */
    public Optional<String> add(long at, Leaf leaf) {
        index = at;
        if (leaf.body() instanceof EpochBody epoch) {
            origin = epoch.origin();
        }
        if (leaf.body() instanceof Approval approval) {
            return approve(leaf, approval);
        }
        boolean needed = Approvable.guarded(leaf.body()) && keys.containsKey(leaf.org());
        boolean approved = needed && use(leaf);
        boolean early =
                needed
                        && leaf.time()
                                .isBefore(
                                        since.getOrDefault(leaf.org(), Instant.EPOCH)
                                                .plus(UNDER_WAY));
        if (leaf.body() instanceof AuthorityKey key) {
            learn(leaf, key, approved);
        }
        return needed && !approved && !early
                ? Optional.of("a leaf that no authority key of its org approved")
                : Optional.empty();
    }

    private Optional<String> approve(Leaf leaf, Approval approval) {
        Key key = keys.getOrDefault(leaf.org(), Map.of()).get(approval.key());
        if (key == null) {
            return Optional.of("an approval by a key that its org does not have");
        }
        PublicKey signer = Spki.parse(key.leaf().spki());
        if (SignatureScheme.of(signer)
                .filter(scheme -> verifies(scheme, signer, approval))
                .isEmpty()) {
            return Optional.of("an approval whose signature does not verify");
        }
        Approved before = approvals.get(approval.subject());
        if (before != null && before.expires().isAfter(leaf.time().plus(Validity.SKEW))) {
            return Optional.of("a second approval of the same");
        }
        approvals.put(approval.subject(), new Approved(approval.expires(), false));
        return Optional.empty();
    }

    private static boolean verifies(SignatureScheme scheme, PublicKey signer, Approval approval) {
        return scheme.verify(
                signer,
                Approvable.message(approval.subject(), approval.expires()),
                approval.signature());
    }

    private boolean use(Leaf leaf) {
        Bytes subject = new Approvable(origin, leaf.org(), leaf.body()).subject();
        Approved approved = approvals.get(subject);
        if (approved == null
                || approved.spent()
                || approved.expires().plus(Validity.SKEW).isBefore(leaf.time())) {
            return false;
        }
        approvals.put(subject, new Approved(approved.expires(), true));
        return true;
    }

    /** A change of keys that an org with keys did not approve counts for nothing. */
    private void learn(Leaf leaf, AuthorityKey key, boolean approved) {
        Bytes org = leaf.org();
        if (keys.containsKey(org) && !approved) {
            return;
        }
        versions.merge(new Row(org, key.row()), key.version(), Math::max);
        since.putIfAbsent(org, leaf.time());
        Map<Bytes, Key> all = keys.computeIfAbsent(org, _ -> new LinkedHashMap<>());
        Bytes id = Sha256.of(key.spki());
        if (key.state() == RecordState.SET) {
            all.put(id, new Key(key, index, leaf.time()));
        } else {
            all.remove(id);
        }
        if (all.isEmpty()) {
            keys.remove(org);
            since.remove(org);
        }
    }

    /** The org's keys, in the order they came. */
    public List<Key> keys(Bytes org) {
        return List.copyOf(keys.getOrDefault(org, Map.of()).values());
    }

    /** The orgs that have keys. */
    public List<Bytes> orgs() {
        return List.copyOf(keys.keySet());
    }

    /** The last version of a row; 0 if there was none. */
    public long version(Bytes org, Bytes row) {
        return versions.getOrDefault(new Row(org, row), 0L);
    }
}
