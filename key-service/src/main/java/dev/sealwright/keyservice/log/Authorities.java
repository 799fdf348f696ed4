package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RecordState;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The orgs' authority keys and approvals, learnt from leaves of the log alone. Not safe for
 * concurrent use.
 */
final class Authorities {
    /** How far ahead an approval may expire; so long are used ones remembered. */
    static final Duration LONGEST_APPROVAL = Duration.ofHours(1);

    static final int MAX_KEYS = 16_384;
    static final int MAX_APPROVALS = 16_384;

    private final Map<Bytes, Map<Bytes, Bytes>> keys = new LinkedHashMap<>();
    private final Map<Bytes, Approved> approvals = new LinkedHashMap<>();

    /** An org's key, DER SubjectPublicKeyInfo. */
    record Key(Bytes org, Bytes spki) {}

    /** An approval that stands in the log; a spent one is remembered until it is over. */
    record Approved(Bytes subject, Instant expires, boolean spent) {}

    /** All there is to know. */
    record Snapshot(List<Key> keys, List<Approved> approvals) {
        static final Snapshot EMPTY = new Snapshot(List.of(), List.of());

        Snapshot {
            keys = List.copyOf(keys);
            approvals = List.copyOf(approvals);
        }
    }

    Authorities(Snapshot snapshot) {
        snapshot.keys().forEach(key -> put(key.org(), key.spki()));
        snapshot.approvals().forEach(each -> approvals.put(each.subject(), each));
    }

    /** The subject whose approval the leaf needs; empty when it needs none. */
    Optional<Bytes> needed(Leaf leaf, String origin) {
        return Approvable.guarded(leaf.body()) && keys.containsKey(leaf.org())
                ? Optional.of(new Approvable(origin, leaf.org(), leaf.body()).subject())
                : Optional.empty();
    }

    /** Why a leaf that needs this approval, or is one, is not admitted at this time. */
    Optional<Refused> refusal(Leaf leaf, Optional<Bytes> needed, Instant now) {
        if (needed.filter(subject -> !isOpen(subject, now)).isPresent()) {
            return refuse("this org's authority keys approve such leaves, and none approved this");
        }
        return switch (leaf.body()) {
            case AuthorityBody.Approval approval -> refusal(leaf.org(), approval);
            case AuthorityBody.AuthorityKey _ when keyCount() >= MAX_KEYS -> full();
            default -> Optional.empty();
        };
    }

    private Optional<Refused> refusal(Bytes org, AuthorityBody.Approval approval) {
        Bytes spki = keys.getOrDefault(org, Map.of()).get(approval.key());
        if (spki == null) {
            return refuse("this org has no such authority key");
        }
        if (approvals.containsKey(approval.subject())) {
            return refuse("this was approved already");
        }
        if (approvals.size() >= MAX_APPROVALS) {
            return full();
        }
        PublicKey key = Spki.parse(spki);
        Bytes message = Approvable.message(approval.subject(), approval.expires());
        boolean verifies =
                SignatureScheme.of(key)
                        .filter(scheme -> scheme.verify(key, message, approval.signature()))
                        .isPresent();
        return verifies ? Optional.empty() : refuse("the approval's signature does not verify");
    }

    private boolean isOpen(Bytes subject, Instant now) {
        return Optional.ofNullable(approvals.get(subject))
                .filter(approved -> !approved.spent() && approved.expires().isAfter(now))
                .isPresent();
    }

    /** Whether this was approved and has not been used. */
    boolean isUnspent(Bytes subject) {
        return Optional.ofNullable(approvals.get(subject))
                .filter(approved -> !approved.spent())
                .isPresent();
    }

    /** Whether an approval of the subject stands that a leaf of this time could use up. */
    boolean approves(Bytes subject, Instant time) {
        return isOpen(subject, time.minus(Validity.SKEW));
    }

    private int keyCount() {
        return keys.values().stream().mapToInt(Map::size).sum();
    }

    private static Optional<Refused> refuse(String detail) {
        return LeafJudge.refuse(RefusalCode.APPROVAL, detail);
    }

    private static Optional<Refused> full() {
        return LeafJudge.refuse(RefusalCode.OVERLOADED, "too many authority keys or approvals");
    }

    /** A leaf used this approval up. */
    void spend(Bytes subject) {
        approvals.computeIfPresent(
                subject, (same, open) -> new Approved(same, open.expires(), true));
    }

    /** Forgets what was over by then. */
    void forget(Instant time) {
        approvals.values().removeIf(approved -> !approved.expires().isAfter(time));
    }

    /**
     * The leaf stands in the log now. A change of keys that was admitted while the org had none,
     * and kept back until it had, counts for nothing.
     */
    void learn(Leaf leaf, boolean approved) {
        switch (leaf.body()) {
            case AuthorityBody.AuthorityKey _ when !approved && keys.containsKey(leaf.org()) -> {}
            case AuthorityBody.AuthorityKey key when key.state() == RecordState.SET ->
                    put(leaf.org(), key.spki());
            case AuthorityBody.AuthorityKey key -> remove(leaf.org(), Sha256.of(key.spki()));
            case AuthorityBody.Approval approval ->
                    approvals.putIfAbsent(
                            approval.subject(),
                            new Approved(approval.subject(), approval.expires(), false));
            default -> {}
        }
    }

    private void put(Bytes org, Bytes spki) {
        keys.computeIfAbsent(org, any -> new LinkedHashMap<>()).put(Sha256.of(spki), spki);
    }

    private void remove(Bytes org, Bytes key) {
        keys.computeIfPresent(
                org,
                (same, left) -> {
                    left.remove(key);
                    return left.isEmpty() ? null : left;
                });
    }

    Snapshot snapshot() {
        return new Snapshot(
                keys.entrySet().stream()
                        .flatMap(
                                org ->
                                        org.getValue().values().stream()
                                                .map(spki -> new Key(org.getKey(), spki)))
                        .toList(),
                List.copyOf(approvals.values()));
    }
}
