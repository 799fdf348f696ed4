package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Adds versions to client keys: the key service makes the pair, the leaf that names it follows.
 * What is made and not logged is found by the next attempt, or swept by the key service.
 */
@Singleton
final class KeyMaking {
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final Ids ids;

    KeyMaking(Storage storage, Log log, KeyService keyService, Ids ids) {
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.ids = ids;
    }

    /** The first version, whoever else makes it meanwhile. */
    void first(Versioned<KeyDocument> key) {
        UUID leaf = add(key, 1, ids.next());
        if (released(leaf).isEmpty() && released(add(key, 1, ids.next())).isEmpty()) {
            throw busy();
        }
    }

    /**
     * The next version, or the one that an earlier attempt of the same act added.
     *
     * @param act names the version's leaf
     */
    LeafOutcome.Released next(Versioned<KeyDocument> key, LoggedKey logged, ActId act) {
        long number =
                storage.read(connection -> KeyVersionTable.version(connection, act.value()))
                        .orElse(logged.latest().number() + 1);
        boolean refused = log.outcome(act.value()) instanceof LeafOutcome.Refused;
        UUID own = refused ? ids.next() : act.value();
        UUID leaf = add(key, number, own);
        if (!leaf.equals(own)) {
            forgetIfRefused(leaf);
            throw ProblemException.retryLater(
                    ProblemKind.CONFLICT, "Another rotation of this key is under way.", 1);
        }
        return released(leaf).orElseThrow(KeyMaking::busy);
    }

    /** Makes the pair and proposes its leaf; the leaf of whoever was first. */
    private UUID add(Versioned<KeyDocument> key, long number, UUID leafId) {
        SigningAlgorithm algorithm = SigningAlgorithm.of(key.value().algorithm());
        Optional<UUID> earlier =
                storage.read(
                        connection -> KeyVersionTable.leaf(connection, key.value().key(), number));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Bytes spki =
                keyService.makeKey(new KeyOrder(key.org(), key.value().id(), number, algorithm));
        KeyBody.Version body = new KeyBody.Version(key.value().id(), number, algorithm, spki);
        return storage.write(
                connection -> {
                    if (KeyVersionTable.take(connection, leafId, key.value().key(), number)) {
                        log.propose(leafId, key.org(), body);
                        return leafId;
                    }
                    return KeyVersionTable.leaf(connection, key.value().key(), number)
                            .orElseThrow(KeyMaking::busy);
                });
    }

    /** Empty when the key was swept meanwhile, so that it has to be made again. */
    private Optional<LeafOutcome.Released> released(UUID leaf) {
        try {
            return Optional.of(log.awaitById(leaf));
        } catch (LeafRefusedException e) {
            forget(leaf);
            if (e.code() == RefusalCode.UNKNOWN_KEY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void forgetIfRefused(UUID leaf) {
        if (log.outcome(leaf) instanceof LeafOutcome.Refused) {
            forget(leaf);
        }
    }

    private void forget(UUID leaf) {
        storage.write(
                connection -> {
                    KeyVersionTable.forget(connection, leaf);
                    return leaf;
                });
    }

    private static ProblemException busy() {
        return ProblemException.retryLater(
                ProblemKind.CONFLICT, "The version was not made; ask again.", 1);
    }
}
