package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The transactions around signatures. */
@Singleton
final class Batches {
    /**
     * Small enough that the largest leaves fit into memory, large enough for syncs to weigh little.
     */
    static final int MAX_SIZE = 1_024;

    private final Storage storage;

    /** How long a transaction that keeps other replicas out may do nothing. */
    private final Duration patience;

    Batches(Storage storage, LogSettings settings) {
        this.storage = storage;
        this.patience = settings.lease();
    }

    /**
     * The second transaction of a batch and the first of the next, in one: gives admitted leaves
     * their indexes and stores entries, tiles and the unsigned head, behind the signature of the
     * committed head. Either may be missing. What does not depend on the signature is written while
     * that is under way; nothing of it is there before the signature is.
     *
     * @param leaves admitted, in order; those that another replica has taken meanwhile are left out
     * @param prepared the same leaves {@link #behind} the batch that is being signed
     * @return the next batch; empty if there is none, or if the head is not signed yet
     * @throws LateSignatureException if the signature takes longer than others can be kept out;
     *     then nothing was written
     */
    Optional<Committed> commit(
            Signing signing, List<AdmittedLeaf> leaves, Optional<NextBatch> prepared) {
        return storage.write(
                connection -> {
                    LogHead head = Heads.lock(connection, patience);
                    Optional<Committed> last = signing.of(head);
                    LogHead base = last.map(each -> each.head().signed()).orElse(head);
                    Optional<Committed> next =
                            base.unsigned() || leaves.isEmpty()
                                    ? Optional.empty()
                                    : append(connection, base, last, leaves, prepared);
                    move(connection, base, signed(head, signing), next);
                    return next;
                });
    }

    /** Stores a signature, or the head of the next batch, or both. */
    private static void move(
            Connection connection,
            LogHead base,
            Optional<SignedBatch> signed,
            Optional<Committed> next)
            throws SQLException {
        Optional<Sql> signature = signed.map(each -> Heads.signing(connection, each.checkpoint()));
        Optional<Sql> moving =
                next.map(each -> Heads.moving(connection, base.size(), each.head().frontier()));
        Optional<Sql> both =
                signature.map(sql -> moving.map(sql::then).orElse(sql)).or(() -> moving);
        if (both.isPresent()) {
            List<Integer> changed = both.get().updates();
            if (moving.isPresent() && changed.getLast() != 1) {
                throw new IllegalStateException("the locked head moved");
            }
        }
    }

    private Optional<SignedBatch> signed(LogHead head, Signing signing) {
        Optional<SignedBatch> signed = signing.within(patience.dividedBy(2));
        if (signed.isEmpty() && signing.of(head).isPresent()) {
            throw new IllegalStateException("the locked head was signed for another");
        }
        return signed;
    }

    /**
     * What follows a batch that is stored, or about to be.
     *
     * @param leaves admitted, in order, at least one
     */
    NextBatch behind(Committed batch, List<AdmittedLeaf> leaves) {
        return storage.look(
                connection ->
                        NextBatch.of(
                                connection, batch.head().signed(), Optional.of(batch), leaves));
    }

    private static Optional<Committed> append(
            Connection connection,
            LogHead head,
            Optional<Committed> last,
            List<AdmittedLeaf> leaves,
            Optional<NextBatch> prepared)
            throws SQLException {
        // They were looked for behind the last batch, and nobody has stored one since.
        List<AdmittedLeaf> mine = last.isPresent() ? leaves : left(connection, leaves);
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        Optional<NextBatch> ready =
                prepared.filter(each -> last.isPresent() && each.base().equals(head));
        NextBatch next =
                ready.isPresent() ? ready.get() : NextBatch.of(connection, head, last, mine);
        next.store(connection);
        return Optional.of(next.committed());
    }

    private static List<AdmittedLeaf> left(Connection connection, List<AdmittedLeaf> leaves)
            throws SQLException {
        Set<UUID> left = Pending.left(connection, pending(leaves));
        return leaves.stream().filter(leaf -> left.contains(leaf.id())).toList();
    }

    private static List<PendingLeaf> pending(List<AdmittedLeaf> leaves) {
        return leaves.stream().map(AdmittedLeaf::pending).toList();
    }

    /** A head that is committed and not signed, whoever left it. */
    Optional<Committed> unsigned() {
        return storage.read(
                connection -> {
                    LogHead head = Heads.read(connection);
                    return head.unsigned()
                            ? Optional.of(
                                    new Committed(
                                            head,
                                            Entries.range(
                                                    connection, head.signedSize(), head.size()),
                                            RightEdge.UNKNOWN))
                            : Optional.empty();
                });
    }

    /** What a stored signature releases. */
    List<Receipts.Released> released(SignedBatch signed) {
        Committed batch = signed.batch();
        TileReader stored =
                address -> storage.look(connection -> Tiles.reader(connection).read(address));
        return Receipts.released(batch.edge().over(stored), signed.head(), batch.entries());
    }
}
