package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.keyversion.VersionMaking;
import dev.sealwright.controlplane.keyversion.VersionMaking.Kept;
import dev.sealwright.controlplane.keyversion.VersionTable;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Adds versions to client keys. */
@Singleton
final class KeyMaking {
    static final VersionTable<UUID> TABLE = VersionTable.of("key_version", "key_id");

    private final VersionMaking making;
    private final KeyService keyService;

    KeyMaking(VersionMaking making, KeyService keyService) {
        this.making = making;
        this.keyService = keyService;
    }

    /** The first version, whoever else makes it meanwhile. */
    void first(Versioned<KeyDocument> key) {
        making.first(kept(key));
    }

    /**
     * The next version, or the one that an earlier attempt of the same act added.
     *
     * @param act names the version's leaf
     */
    LeafOutcome.Released next(Versioned<KeyDocument> key, LoggedKey logged, ActId act) {
        return making.next(kept(key), () -> logged.latest().number() + 1, act);
    }

    private Kept<UUID> kept(Versioned<KeyDocument> key) {
        SigningAlgorithm algorithm = SigningAlgorithm.of(key.value().algorithm());
        return new Kept<>(
                TABLE,
                key.value().key(),
                key.org(),
                number -> version(key.org(), key.value().id(), number, algorithm));
    }

    private KeyBody.Version version(Bytes org, Bytes key, long number, SigningAlgorithm algorithm) {
        Bytes spki = keyService.makeKey(new KeyOrder(org, key, number, algorithm));
        return new KeyBody.Version(key, number, algorithm, spki);
    }
}
