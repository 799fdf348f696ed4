package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.orgkey.LoggedOrgKey;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SealedSecret;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves versions of secrets to another version of their organisation's key: has the key service
 * seal the blob anew, stores the new one beside the old with its pending leaf, and puts it in the
 * old one's place once the leaf is in the signed log. A crash leaves one of these, and each is
 * taken up again; a leaf that was refused, because the key service was started anew in between,
 * takes its blob with it.
 */
@Singleton
final class Moving {
    private static final Logger LOG = LoggerFactory.getLogger(Moving.class);

    /** What is damaged is looked at again after this, since it may have been restored. */
    private static final Duration DAMAGED = Duration.ofMinutes(10);

    private static final int UNSETTLED = 4_096;

    private final SealedVersions versions;
    private final Ledger ledger;
    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final Ids ids;
    private final InstantSource clock;
    private final LongAdder moved = new LongAdder();

    Moving(
            SealedVersions versions,
            Ledger ledger,
            Storage storage,
            Log log,
            KeyService keyService,
            Ids ids,
            InstantSource clock) {
        this.versions = versions;
        this.ledger = ledger;
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.ids = ids;
        this.clock = clock;
    }

    /** A blob that was sealed anew, with the version that it is of. */
    private record Made(
            UUID leaf, UUID version, SealedVersion before, Bytes blob, SealedSecret sealed) {}

    /** How many versions took their new blob since the start. */
    long moved() {
        return moved.sum();
    }

    /** Finishes what was begun: by now some leaves are in the log, others were refused. */
    void settle() {
        storage.write(
                connection -> {
                    moved.add(ResealTable.take(connection));
                    return true;
                });
        List<UUID> open = storage.read(connection -> ResealTable.unreleased(connection, UNSETTLED));
        for (UUID leaf : open) {
            if (log.outcome(leaf) instanceof LeafOutcome.Refused) {
                storage.write(
                        connection -> {
                            ResealTable.forget(connection, leaf);
                            return leaf;
                        });
            }
        }
    }

    /**
     * Moves some versions, and waits until the log has them.
     *
     * @return how many it looked at; 0 when none is left
     */
    int move(LoggedOrgKey key, int limit) {
        Bytes sealing = key.sealing().orElseThrow();
        List<StoredVersion> due =
                storage.read(
                        connection ->
                                ResealTable.due(
                                        connection,
                                        key.org(),
                                        sealing,
                                        clock.instant().minus(DAMAGED),
                                        limit));
        // After the rows, so that none of them is newer than what is known of the log.
        ledger.changes();
        List<Made> made = new ArrayList<>();
        try {
            for (StoredVersion each : due) {
                sealAnew(key, each).ifPresent(made::add);
            }
        } finally {
            propose(key.org(), made);
        }
        return due.size();
    }

    private Optional<Made> sealAnew(LoggedOrgKey key, StoredVersion stored) {
        Optional<SealedVersion> logged =
                Optional.ofNullable(versions.of(key.org(), stored.secret()).get(stored.version()));
        if (logged.filter(each -> each.shreddedAt().isPresent()).isPresent()) {
            return Optional.empty();
        }
        Optional<Bytes> blob = logged.flatMap(each -> stored.ciphertext(each.blob()));
        if (blob.isEmpty()) {
            damaged(stored);
            return Optional.empty();
        }
        if (!(SealedBlob.decode(blob.get()) instanceof SealedSecret before)) {
            return Optional.empty();
        }
        if (before.key().equals(key.sealing().orElseThrow())) {
            under(stored, before.key());
            return Optional.empty();
        }
        return sealedAnew(stored, logged.get(), blob.get());
    }

    private Optional<Made> sealedAnew(StoredVersion stored, SealedVersion logged, Bytes blob) {
        LeafOutcome.Released standing = log.at(logged.index()).orElseThrow(Secrets::damaged);
        try {
            SealedSecret anew =
                    keyService.reseal(
                            new ResealOrder(
                                    new ProvenLeaf(standing.leaf(), standing.receipt().text()),
                                    blob));
            return Optional.of(new Made(ids.next(), stored.leafId(), logged, blob, anew));
        } catch (KeyServiceRefusedException e) {
            if (e.code() != RefusalCode.CIPHERTEXT) {
                throw e;
            }
            LOG.warn("a version of a secret cannot be re-encrypted: {}", e.detail());
            damaged(stored);
            return Optional.empty();
        }
    }

    private void damaged(StoredVersion stored) {
        Instant now = clock.instant();
        storage.write(
                connection -> {
                    ResealTable.damaged(
                            connection, stored.leafId(), stored.blob().orElseThrow(), now);
                    return now;
                });
    }

    private void under(StoredVersion stored, Bytes kek) {
        storage.write(
                connection -> {
                    ResealTable.under(
                            connection, stored.leafId(), stored.blob().orElseThrow(), kek);
                    return kek;
                });
    }

    private void propose(Bytes org, List<Made> made) {
        if (made.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Optional<LeafRef> last =
                storage.write(
                        connection -> {
                            Optional<LeafRef> newest = Optional.empty();
                            for (Made each : made) {
                                Optional<LeafRef> kept = kept(connection, org, each, now);
                                newest = kept.isPresent() ? kept : newest;
                            }
                            return newest;
                        });
        try {
            last.ifPresent(log::await);
        } catch (LeafRefusedException e) {
            LOG.info("a re-encryption is done once more: {}", e.getMessage());
        }
        settle();
    }

    /** Empty if somebody else sealed the version anew meanwhile. */
    private Optional<LeafRef> kept(Connection connection, Bytes org, Made made, Instant now)
            throws SQLException {
        return ResealTable.holds(connection, made.version(), made.blob())
                        && ResealTable.keep(
                                connection, made.leaf(), made.version(), made.sealed(), now)
                ? Optional.of(
                        log.propose(
                                made.leaf(), org, made.before().resealing(made.sealed().digest())))
                : Optional.empty();
    }
}
