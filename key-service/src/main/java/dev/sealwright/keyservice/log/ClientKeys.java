package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TokenKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the client keys stand, learnt from leaves of the log alone. Changed by one thread at a
 * time; {@link #find} may be called by any.
 */
final class ClientKeys {
    /** Destroyed ones included: their ids are never used again. */
    static final int MAX = 16_384;

    private final Map<Bytes, ClientKey> keys = new ConcurrentHashMap<>();

    ClientKeys(List<ClientKey> known) {
        known.forEach(each -> keys.put(each.key(), each));
    }

    Optional<ClientKey> find(Bytes key) {
        return Optional.ofNullable(keys.get(key));
    }

    List<ClientKey> snapshot() {
        return List.copyOf(keys.values());
    }

    /** Why a leaf about a client key is not admitted at this time. */
    Optional<Refused> refusal(Leaf leaf, KeyMaterial material, Instant now) {
        if (!(leaf.body() instanceof KeyBody body)) {
            return Optional.empty();
        }
        Optional<ClientKey> known = find(body.key());
        if (known.isEmpty() && body instanceof KeyBody.Version version) {
            return first(leaf.org(), version, material);
        }
        if (known.filter(key -> key.org().equals(leaf.org())).isEmpty()) {
            return LeafJudge.refuse(RefusalCode.UNKNOWN_KEY, "this org has no such key");
        }
        ClientKey key = known.get();
        if (key.destroyed()) {
            return state("the key was destroyed");
        }
        return switch (body) {
            case KeyBody.Version version -> next(key, version, material);
            case KeyBody.Sign sign -> sign(key, sign);
            case KeyBody.Switch _ -> Optional.empty();
            case KeyBody.Destruction _ ->
                    signsTokens(body.key())
                            ? state("the key signs tokens; have the next one made first")
                            : Optional.empty();
            case KeyBody.Restoration _ ->
                    key.due().filter(due -> !due.isAfter(now)).isPresent()
                                    || !material.holds(body.key())
                            ? state("the time to restore the key is over")
                            : Optional.empty();
            case KeyBody.Destroyed _ ->
                    key.due().filter(due -> !due.isAfter(now)).isEmpty()
                                    || !material.lacks(body.key())
                            ? state("the key's material is there still")
                            : Optional.empty();
        };
    }

    private Optional<Refused> first(Bytes org, KeyBody.Version version, KeyMaterial material) {
        if (version.version() != 1) {
            return state("a key begins at version 1");
        }
        if (skips(version.key())) {
            return state("the key before this one comes first");
        }
        if (keys.size() >= MAX) {
            return LeafJudge.refuse(RefusalCode.OVERLOADED, "too many client keys");
        }
        return claimed(org, version, material);
    }

    /** Whether it is the newest of its algorithm, which nothing replaces yet. */
    private boolean signsTokens(Bytes key) {
        return TokenKeyId.of(key).filter(own -> find(own.next().bytes()).isEmpty()).isPresent();
    }

    private boolean skips(Bytes key) {
        return TokenKeyId.of(key)
                .flatMap(TokenKeyId::previous)
                .filter(before -> find(before.bytes()).isEmpty())
                .isPresent();
    }

    private static Optional<Refused> next(
            ClientKey key, KeyBody.Version version, KeyMaterial material) {
        if (version.algorithm() != key.algorithm()
                || version.version() != key.latest() + 1
                || key.due().isPresent()) {
            return state("this is not the version that follows");
        }
        return claimed(key.org(), version, material);
    }

    private static Optional<Refused> claimed(
            Bytes org, KeyBody.Version version, KeyMaterial material) {
        return material.claim(org, version)
                ? Optional.empty()
                : LeafJudge.refuse(
                        RefusalCode.UNKNOWN_KEY, "the token has no such key; have it made first");
    }

    private static Optional<Refused> sign(ClientKey key, KeyBody.Sign sign) {
        return key.signs(sign.version()) && key.algorithm() == sign.algorithm()
                ? Optional.empty()
                : state("the key is disabled or to be destroyed, or another version signs");
    }

    private static Optional<Refused> state(String detail) {
        return LeafJudge.refuse(RefusalCode.KEY_STATE, detail);
    }

    /** The leaf stands in the log now. One that a change overtook counts for nothing. */
    void learn(Leaf leaf) {
        if (!(leaf.body() instanceof KeyBody body)) {
            return;
        }
        if (body instanceof KeyBody.Version first && first.version() == 1) {
            keys.putIfAbsent(first.key(), begun(leaf.org(), first));
            return;
        }
        keys.computeIfPresent(
                body.key(),
                (id, key) ->
                        key.org().equals(leaf.org()) && !key.destroyed() ? after(key, body) : key);
    }

    private static ClientKey begun(Bytes org, KeyBody.Version first) {
        return new ClientKey(
                org,
                first.key(),
                first.algorithm(),
                1,
                Sha256.of(first.spki()),
                true,
                Optional.empty(),
                false);
    }

    private static ClientKey after(ClientKey key, KeyBody body) {
        return switch (body) {
            case KeyBody.Version next ->
                    next.version() == key.latest() + 1
                                    && next.algorithm() == key.algorithm()
                                    && key.due().isEmpty()
                            ? key.version(next.version(), Sha256.of(next.spki()))
                            : key;
            case KeyBody.Switch change -> key.enabled(change.enabled());
            case KeyBody.Destruction destruction ->
                    key.due().isPresent() ? key : key.due(Optional.of(destruction.due()));
            case KeyBody.Restoration _ -> key.due(Optional.empty());
            case KeyBody.Destroyed _ -> key.gone();
            case KeyBody.Sign _ -> key;
        };
    }
}
