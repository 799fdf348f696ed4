package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.keyversion.VersionMaking;
import dev.sealwright.controlplane.keyversion.VersionMaking.Kept;
import dev.sealwright.controlplane.keyversion.VersionTable;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import jakarta.inject.Singleton;

/** Adds versions to organisations' keys, and to the service's key {@code mac}. */
@Singleton
final class OrgKeyRotation {
    private static final VersionTable<Bytes> TABLE = VersionTable.of("org_key_version", "org");

    private final VersionMaking making;
    private final LoggedOrgKeys keys;
    private final KeyUse use;
    private final KeyService keyService;

    OrgKeyRotation(VersionMaking making, LoggedOrgKeys keys, KeyUse use, KeyService keyService) {
        this.making = making;
        this.keys = keys;
        this.use = use;
        this.keyService = keyService;
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
        return added(org, act);
    }

    /** The same of the service's own key, the first version of which the ceremony made. */
    LeafOutcome.Released nextMac(ActId act) {
        return added(Leaf.NO_ORG, act);
    }

    private LeafOutcome.Released added(Bytes org, ActId act) {
        return making.next(
                new Kept<>(TABLE, org, org, number -> version(org, number)),
                () -> keys.find(org).latest() + 1,
                act);
    }

    private OrgKeyBody.Version version(Bytes org, long number) {
        return new OrgKeyBody.Version(number, keyService.makeOrgKey(new OrgKeyOrder(org, number)));
    }
}
