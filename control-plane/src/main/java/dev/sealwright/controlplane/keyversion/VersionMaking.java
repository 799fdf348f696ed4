package dev.sealwright.controlplane.keyversion;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Adds versions to keys: the key service makes the key, the leaf that names it follows. What is
 * made and not logged the next attempt finds, or the key service sweeps.
 */
@Singleton
public final class VersionMaking {
    private final Storage storage;
    private final Log log;
    private final Ids ids;

    VersionMaking(Storage storage, Log log, Ids ids) {
        this.storage = storage;
        this.log = log;
        this.ids = ids;
    }

    /**
     * A key whose versions are made.
     *
     * @param key what the table knows it by
     * @param org tag of 16 bytes, of its leaves
     * @param make has a version made, and gives the body of its leaf
     */
    public record Kept<K>(
            VersionTable<K> table, K key, Bytes org, LongFunction<? extends LeafBody> make) {}

    /** The first version, whoever else makes it meanwhile. */
    public <K> void first(Kept<K> key) {
        UUID leaf = add(key, 1, ids.next());
        if (released(key, leaf).isEmpty() && released(key, add(key, 1, ids.next())).isEmpty()) {
            throw busy();
        }
    }

    /**
     * The next version, or the one that an earlier attempt of the same act added.
     *
     * @param act names the version's leaf
     * @param following number of the version that follows those there are
     */
    public <K> LeafOutcome.Released next(Kept<K> key, LongSupplier following, ActId act) {
        long number =
                storage.read(connection -> key.table().number(connection, act.value()))
                        .orElseGet(following::getAsLong);
        boolean refused = log.outcome(act.value()) instanceof LeafOutcome.Refused;
        UUID own = refused ? ids.next() : act.value();
        UUID leaf = add(key, number, own);
        if (!leaf.equals(own)) {
            forgetIfRefused(key, leaf);
            throw ProblemException.retryLater(
                    ProblemKind.CONFLICT, "Another rotation of this key is under way.", 1);
        }
        return released(key, leaf).orElseThrow(VersionMaking::busy);
    }

    /** Has the key made and proposes its leaf; the leaf of whoever was first. */
    private <K> UUID add(Kept<K> key, long number, UUID leafId) {
        Optional<UUID> earlier =
                storage.read(connection -> key.table().leaf(connection, key.key(), number));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        LeafBody body = key.make().apply(number);
        return storage.write(
                connection -> {
                    if (key.table().take(connection, leafId, key.key(), number)) {
                        log.propose(leafId, key.org(), body);
                        return leafId;
                    }
                    return key.table()
                            .leaf(connection, key.key(), number)
                            .orElseThrow(VersionMaking::busy);
                });
    }

    /** Empty when the key was swept meanwhile, so that it has to be made again. */
    private <K> Optional<LeafOutcome.Released> released(Kept<K> key, UUID leaf) {
        try {
            return Optional.of(log.awaitById(leaf));
        } catch (LeafRefusedException e) {
            forget(key, leaf);
            if (e.code() == RefusalCode.UNKNOWN_KEY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <K> void forgetIfRefused(Kept<K> key, UUID leaf) {
        if (log.outcome(leaf) instanceof LeafOutcome.Refused) {
            forget(key, leaf);
        }
    }

    private <K> void forget(Kept<K> key, UUID leaf) {
        storage.write(
                connection -> {
                    key.table().forget(connection, leaf);
                    return leaf;
                });
    }

    private static ProblemException busy() {
        return ProblemException.retryLater(
                ProblemKind.CONFLICT, "The version was not made; ask again.", 1);
    }
}
