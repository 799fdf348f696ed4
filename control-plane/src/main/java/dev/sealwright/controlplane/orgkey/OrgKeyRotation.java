package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Adds versions to organisations' keys: the key service makes the key, the leaf that names it
 * follows. What is made and not logged the next attempt finds.
 */
@Singleton
final class OrgKeyRotation {
    private final Storage storage;
    private final Log log;
    private final LoggedOrgKeys keys;
    private final KeyUse use;
    private final KeyService keyService;
    private final Ids ids;

    OrgKeyRotation(
            Storage storage,
            Log log,
            LoggedOrgKeys keys,
            KeyUse use,
            KeyService keyService,
            Ids ids) {
        this.storage = storage;
        this.log = log;
        this.keys = keys;
        this.use = use;
        this.keyService = keyService;
        this.ids = ids;
    }

    /**
     * The next version, or the one that an earlier attempt of the same act added.
     *
     * @param act names the version's leaf
     */
    LeafOutcome.Released next(Bytes org, ActId act) {
        if (use.firstSealed(org).isEmpty()) {
            throw ProblemException.conflict(
                    "The organisation has no key yet: its first secret makes one.");
        }
        long number =
                storage.read(connection -> OrgKeyVersionTable.version(connection, act.value()))
                        .orElseGet(() -> keys.find(org).latest() + 1);
        boolean refused = log.outcome(act.value()) instanceof LeafOutcome.Refused;
        UUID own = refused ? ids.next() : act.value();
        UUID leaf = add(org, number, own);
        if (!leaf.equals(own)) {
            forgetIfRefused(leaf);
            throw ProblemException.retryLater(
                    ProblemKind.CONFLICT, "Another rotation of this key is under way.", 1);
        }
        return released(leaf);
    }

    /** Makes the key and proposes its leaf; the leaf of whoever was first. */
    private UUID add(Bytes org, long number, UUID leafId) {
        Optional<UUID> earlier =
                storage.read(connection -> OrgKeyVersionTable.leaf(connection, org, number));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Bytes id = keyService.makeOrgKey(new OrgKeyOrder(org, number));
        return storage.write(
                connection -> {
                    if (OrgKeyVersionTable.take(connection, leafId, org, number)) {
                        log.propose(leafId, org, new OrgKeyBody.Version(number, id));
                        return leafId;
                    }
                    return OrgKeyVersionTable.leaf(connection, org, number)
                            .orElseThrow(OrgKeyRotation::busy);
                });
    }

    private LeafOutcome.Released released(UUID leaf) {
        try {
            return log.awaitById(leaf);
        } catch (LeafRefusedException e) {
            forget(leaf);
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
                    OrgKeyVersionTable.forget(connection, leaf);
                    return leaf;
                });
    }

    private static ProblemException busy() {
        return ProblemException.retryLater(
                ProblemKind.CONFLICT, "The version was not made; ask again.", 1);
    }
}
