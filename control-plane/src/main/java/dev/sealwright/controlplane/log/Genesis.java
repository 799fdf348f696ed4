package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.CeremonyAction;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The beginning of a log: leaf 0 is the anchors document, leaf 1 the first platform key. Both need
 * no operator, because they can only stand there.
 */
@Singleton
final class Genesis {
    private final Storage storage;
    private final KeyService keyService;
    private final VerifiedAnchors anchors;
    private final FirstPlatformKey firstKey;
    private final EpochChange epochs;
    private final InstantSource clock;
    private final Ids ids;

    Genesis(
            Storage storage,
            KeyService keyService,
            VerifiedAnchors anchors,
            FirstPlatformKey firstKey,
            EpochChange epochs,
            InstantSource clock,
            Ids ids) {
        this.storage = storage;
        this.keyService = keyService;
        this.anchors = anchors;
        this.firstKey = firstKey;
        this.epochs = epochs;
        this.clock = clock;
        this.ids = ids;
    }

    /** The first leaf of this epoch, while it is not signed: nothing counts before. */
    Optional<UUID> unsigned() {
        return epochs.unsigned();
    }

    /**
     * Proposes the first leaves if neither database nor key service has any, or if the ceremony
     * opened the next epoch.
     */
    void begin() {
        if (storage.read(Heads::find).isPresent()) {
            epochs.follow(keyService::head);
            return;
        }
        Head head = keyService.head();
        if (head.size() > 0) {
            throw new DatabaseBehindException(
                    "The database holds no log, the key service signed "
                            + head.size()
                            + " leaves.");
        }
        storage.write(
                connection -> {
                    if (Heads.create(connection, head.origin())) {
                        propose(
                                connection,
                                new LeafBody.Anchors(
                                        anchors.digest(), anchors.content().version()));
                        propose(
                                connection,
                                new LeafBody.Ceremony(
                                        CeremonyAction.FIRST_PLATFORM_KEY, firstKey.digest()));
                    }
                    return head;
                });
    }

    private void propose(Connection connection, LeafBody body) throws SQLException {
        Instant now = Seconds.truncate(clock.instant());
        LeafRef ref = LeafRef.of(ids.next(), now, Leaf.NO_ORG, body);
        new Proposal(ref, Leaf.NO_ORG, now, Optional.empty(), Optional.empty()).insert(connection);
    }
}
