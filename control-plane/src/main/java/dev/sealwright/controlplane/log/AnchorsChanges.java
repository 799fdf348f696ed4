package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.AnchorsChange;
import dev.sealwright.protocol.epoch.AnchorsSuccession;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Puts anchors in the place of others within the epoch, and shows that they were. */
@Singleton
public final class AnchorsChanges {
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final AnchorsInForce anchors;
    private final InstantSource clock;

    AnchorsChanges(
            Storage storage,
            Log log,
            KeyService keyService,
            AnchorsInForce anchors,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.anchors = anchors;
        this.clock = clock;
    }

    /**
     * Logs the change, and something after it, so that there is a checkpoint under the new anchors.
     *
     * @param detail JSON of the entry that tells of it
     * @return index of its leaf
     * @throws dev.sealwright.protocol.VerificationException unless the anchors may follow and
     *     enough operators approve
     * @throws LeafRefusedException if the key service says so
     */
    public long make(AnchorsChange change, Bytes detail) {
        VerifiedAnchors current = anchors.newest();
        Optional<Long> made = madeBefore(change, current);
        if (made.isPresent()) {
            return made.get();
        }
        LeafBody.Anchors body = change.verify(current, clock.instant());
        VerifiedAnchors next = change.next(current, clock.instant());
        keyService.offerAnchors(change.document());
        LeafRef leaf =
                storage.write(
                        connection -> {
                            LeafRef proposed = log.propose(Leaf.NO_ORG, body);
                            AnchorsTable.put(connection, next, current, proposed.id());
                            return proposed;
                        });
        long index = log.await(leaf).index();
        anchors.refresh();
        tell(detail);
        return index;
    }

    private void tell(Bytes detail) {
        LeafRef event =
                storage.write(
                        connection ->
                                log.record(
                                        Leaf.NO_ORG,
                                        EventKind.ANCHORS_REPLACED,
                                        EventOutcome.SUCCESS,
                                        detail));
        log.await(event);
        anchors.refresh();
    }

    /** Sent again, it changes nothing: they are in force since the leaf that put them there. */
    private Optional<Long> madeBefore(AnchorsChange change, VerifiedAnchors current) {
        if (!change.document().equals(current.document())) {
            return Optional.empty();
        }
        long base = current.content().base();
        long first = base == 0 ? 0 : base + 1;
        return Optional.of(anchors.since() > 0 ? anchors.since() - 1 : first);
    }

    /**
     * What shows that anchors of this version took the place of those before; empty for the first
     * ones of an epoch, and for what the service no longer has.
     */
    public Optional<AnchorsSuccession> succession(long version) {
        return storage.read(
                connection -> {
                    Optional<AnchorsTable.Change> change =
                            AnchorsTable.signed(connection).stream()
                                    .filter(each -> each.version() == version)
                                    .findFirst();
                    return change.isEmpty()
                            ? Optional.empty()
                            : succession(connection, change.get());
                });
    }

    private static Optional<AnchorsSuccession> succession(
            Connection connection, AnchorsTable.Change change) throws SQLException {
        Optional<Entry> entry = Entries.at(connection, change.size() - 1);
        Optional<SignedHead> head = Heads.of(connection, change.size());
        if (entry.isEmpty() || head.isEmpty()) {
            return Optional.empty();
        }
        LeafOutcome.Released released =
                Receipts.batch(connection, head.get(), List.of(entry.get())).getFirst();
        return Optional.of(
                new AnchorsSuccession(change.replaced(), released.leaf(), released.receipt()));
    }
}
