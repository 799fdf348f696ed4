package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TokenKeyId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules about client keys. Takes every leaf of a log in order and passes over those about other
 * things. A {@code sign} leaf is a right, which the key service may still refuse, so one that a
 * change of the key overtook is no fault. For one thread.
 */
public final class KeyHistory {
    private final Map<Bytes, Key> keys = new HashMap<>();

    private record Key(
            Bytes org,
            SigningAlgorithm algorithm,
            long latest,
            Optional<Instant> due,
            boolean destroyed) {
        Key due(Optional<Instant> next) {
            return new Key(org, algorithm, latest, next, destroyed);
        }
    }

    /** What is wrong with the next leaf, or empty. */
    public Optional<String> add(Leaf leaf) {
        return leaf.body() instanceof KeyBody body
                ? TokenKeyId.objection(leaf.org(), body).or(() -> check(leaf, body))
                : Optional.empty();
    }

    private Optional<String> check(Leaf leaf, KeyBody body) {
        Key key = keys.get(body.key());
        if (body instanceof KeyBody.Version version) {
            return version(leaf.org(), Optional.ofNullable(key), version);
        }
        if (key == null || !key.org().equals(leaf.org())) {
            return Optional.of("a leaf about a key that its org does not have");
        }
        if (key.destroyed()) {
            return Optional.of("a leaf about a key that was destroyed");
        }
        return switch (body) {
            case KeyBody.Sign sign ->
                    sign.version() <= key.latest() && sign.algorithm() == key.algorithm()
                            ? Optional.empty()
                            : Optional.of("a signature by a version that there is not");
            case KeyBody.Destruction destruction -> {
                if (signsTokens(body.key())) {
                    yield Optional.of("the end of a key that signs tokens still");
                }
                keys.put(body.key(), key.due(Optional.of(key.due().orElse(destruction.due()))));
                yield Optional.empty();
            }
            case KeyBody.Restoration _ -> {
                keys.put(body.key(), key.due(Optional.empty()));
                yield Optional.empty();
            }
            case KeyBody.Destroyed _ -> destroyed(leaf, body.key(), key);
            case KeyBody.Switch _, KeyBody.Version _ -> Optional.empty();
        };
    }

    private Optional<String> version(Bytes org, Optional<Key> before, KeyBody.Version version) {
        Key next = new Key(org, version.algorithm(), version.version(), Optional.empty(), false);
        if (before.isEmpty()) {
            keys.put(version.key(), next);
            if (skips(version.key())) {
                return Optional.of("a key for tokens without the one before it");
            }
            return version.version() == 1
                    ? Optional.empty()
                    : Optional.of("a key that begins at version " + version.version());
        }
        Key key = before.get();
        boolean follows =
                key.org().equals(org)
                        && key.algorithm() == version.algorithm()
                        && key.latest() + 1 == version.version()
                        && key.due().isEmpty()
                        && !key.destroyed();
        if (follows) {
            keys.put(version.key(), next);
        }
        return follows ? Optional.empty() : Optional.of("a version that does not follow its key's");
    }

    /** Whether it is the newest of its algorithm. */
    private boolean signsTokens(Bytes key) {
        return TokenKeyId.of(key).filter(own -> !keys.containsKey(own.next().bytes())).isPresent();
    }

    private boolean skips(Bytes key) {
        return TokenKeyId.of(key)
                .flatMap(TokenKeyId::previous)
                .filter(before -> !keys.containsKey(before.bytes()))
                .isPresent();
    }

    private Optional<String> destroyed(Leaf leaf, Bytes id, Key key) {
        keys.put(id, new Key(key.org(), key.algorithm(), key.latest(), key.due(), true));
        return key.due().filter(due -> !due.isAfter(leaf.time())).isPresent()
                ? Optional.empty()
                : Optional.of("a key that was destroyed before its time");
    }
}
