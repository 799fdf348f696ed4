package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.EpochOpening;
import dev.sealwright.protocol.leaf.CeremonyAction;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.merkle.Frontier;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a database of a closed epoch over into the one that the ceremony opened: exactly the leaves
 * that the opening names stay, and the leaves that the epoch begins with are proposed, in one
 * transaction.
 */
@Singleton
final class EpochChange {
    private static final Logger LOG = LoggerFactory.getLogger(EpochChange.class);

    private final Storage storage;
    private final VerifiedAnchors anchors;
    private final FirstPlatformKey firstKey;
    private final EpochFile file;
    private final InstantSource clock;
    private final Ids ids;

    EpochChange(
            Storage storage,
            VerifiedAnchors anchors,
            FirstPlatformKey firstKey,
            EpochFile file,
            InstantSource clock,
            Ids ids) {
        this.storage = storage;
        this.anchors = anchors;
        this.firstKey = firstKey;
        this.file = file;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Does nothing where database and anchors are of one epoch, where no opening joins them, or
     * where the key service has gone on since: {@link Standing} says what that is.
     *
     * @throws DatabaseBehindException if the database is not the one that the opening is for
     */
    void follow(Supplier<Head> keyService) {
        Optional<LogHead> stored = storage.read(Heads::find);
        if (stored.isEmpty()
                || file.opening().isEmpty()
                || stored.get().origin().equals(anchors.origin())
                || keyService.get().size() != anchors.content().base()) {
            return;
        }
        EpochOpening opening = file.opening().get();
        EpochBody body = opening.verify(anchors);
        storage.write(
                connection -> {
                    LogHead locked = Heads.lock(connection);
                    if (!locked.origin().equals(anchors.origin())) {
                        requireRestored(connection, body, locked);
                        takeOver(connection, opening, body);
                    }
                    return locked;
                });
        LOG.warn(
                "epoch {} begins after {} entries of {}; {} are lost",
                body.origin(),
                body.restoredSize(),
                body.from(),
                body.closedSize() - body.restoredSize());
    }

    /** The leaf that opened this epoch, while no checkpoint of it is signed. */
    Optional<UUID> unsigned() {
        return storage.read(EpochTable::unsigned);
    }

    private static void requireRestored(Connection connection, EpochBody body, LogHead head)
            throws SQLException {
        boolean same =
                Heads.signed(connection)
                        .filter(signed -> signed.size() == body.restoredSize())
                        .filter(signed -> signed.root().equals(body.restoredRoot()))
                        .isPresent();
        if (!same) {
            throw new DatabaseBehindException(
                    "The epoch "
                            + body.origin()
                            + " was opened for a database with "
                            + body.restoredSize()
                            + " signed leaves; this one holds "
                            + head.signedSize()
                            + ".");
        }
    }

    private void takeOver(Connection connection, EpochOpening opening, EpochBody body)
            throws SQLException {
        forgetUnsigned(connection, body.restoredSize());
        moveHead(connection, body);
        LeafRef first = propose(connection, body);
        EpochTable.insert(
                connection, opening.predecessor(anchors), body.restoredSize(), first.id());
        propose(connection, new LeafBody.Anchors(anchors.digest(), anchors.content().version()));
        propose(
                connection,
                new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, firstKey.digest()));
    }

    /** What was committed and never signed, or never committed, is of no epoch. */
    private static void forgetUnsigned(Connection connection, long size) throws SQLException {
        Sql.of(connection, "DELETE FROM log_pending WHERE state <> 'refused'").update();
        Sql.of(connection, "DELETE FROM log_entry WHERE index >= ?").with(size).update();
        Tiles.cut(connection, size);
    }

    private static void moveHead(Connection connection, EpochBody body) throws SQLException {
        Frontier frontier = frontier(connection, body.restoredSize());
        if (!frontier.root().equals(body.restoredRoot())) {
            throw new DatabaseBehindException(
                    "The entries of this database do not give the root that the epoch was opened"
                            + " with.");
        }
        Sql.of(
                        connection,
                        "UPDATE log_head SET origin = ?, size = ?, frontier = ?, root = ?,"
                                + " signed_size = ? WHERE singleton")
                .with(body.origin())
                .with(frontier.size())
                .with(frontier.encode())
                .with(frontier.root())
                .with(frontier.size())
                .update();
    }

    /** Of the leaves themselves, so that a database that was edited is no beginning. */
    private static Frontier frontier(Connection connection, long size) throws SQLException {
        Frontier[] at = {Frontier.EMPTY};
        Sql.of(
                        connection,
                        "SELECT "
                                + StoredLeaf.COLUMNS
                                + " FROM log_entry WHERE index < ? ORDER BY index")
                .with(size)
                .each(row -> at[0] = at[0].append(StoredLeaf.read(row).hash()));
        return at[0];
    }

    private LeafRef propose(Connection connection, LeafBody body) throws SQLException {
        Instant now = Seconds.truncate(clock.instant());
        LeafRef ref = LeafRef.of(ids.next(), now, Leaf.NO_ORG, body);
        new Proposal(ref, Leaf.NO_ORG, now, Optional.empty(), Optional.empty()).insert(connection);
        return ref;
    }
}
