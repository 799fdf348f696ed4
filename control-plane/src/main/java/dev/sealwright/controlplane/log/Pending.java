package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Leaves without an index: waiting for admission, admitted, or refused. */
final class Pending {
    /**
     * By the stretch of the queue in which they stand, and not by their ids: where the database
     * takes the table for empty, as when it last looked at it between two batches, it would compare
     * each leaf that waits with each that is meant. Those that came into the stretch meanwhile are
     * kept apart by a hash, which a join would not have to be.
     */
    private static final String AMONG =
            "position BETWEEN ? AND ? AND (id IN (SELECT unnest(?::uuid[]))) IS TRUE";

    private Pending() {}

    /**
     * A leaf on its way.
     *
     * @param position in the queue
     * @param admitted that it keeps its place, however long its append takes
     */
    record PendingLeaf(UUID id, long position, Bytes leaf, boolean admitted) {
        private static final Bytes ANCHORS = LeafCodec.beginning("anchors");

        /** Others are not even decoded. */
        boolean changesAnchors() {
            return leaf.size() > ANCHORS.size()
                    && leaf.startsWith(ANCHORS)
                    && LeafCodec.decode(leaf).body() instanceof LeafBody.Anchors body
                    && body.isChange();
        }
    }

    /**
     * Leaves without an index, in order.
     *
     * @param full whether there may be more of them
     */
    record Open(List<PendingLeaf> leaves, boolean full) {
        static final Open NOTHING = new Open(List.of(), false);

        /** Those that are not admitted yet. */
        List<PendingLeaf> waiting() {
            return leaves.stream().filter(leaf -> !leaf.admitted()).toList();
        }

        /** What the key service is asked to admit. */
        List<Bytes> proposed() {
            return waiting().stream().map(PendingLeaf::leaf).toList();
        }
    }

    /**
     * The first of them, as many as one call of the key service takes.
     *
     * @param from position of the first that is looked for
     * @param without some that are left out
     */
    static Open open(Connection connection, long from, Set<UUID> without, int limit)
            throws SQLException {
        List<PendingLeaf> leaves =
                Sql.of(
                                connection,
                                "SELECT id, position, leaf, state FROM log_pending WHERE state <> 'refused'"
                                        + " AND position >= ? AND id NOT IN (SELECT unnest(?::uuid[]))"
                                        + " ORDER BY position LIMIT ?")
                        .with(from)
                        .withUuids(List.copyOf(without))
                        .with(limit)
                        .list(Pending::leaf);
        int fitting = untilChange(leaves, fitting(leaves));
        return new Open(
                leaves.subList(0, fitting), leaves.size() == limit || fitting < leaves.size());
    }

    private static int fitting(List<PendingLeaf> leaves) {
        long bytes = 0;
        for (int i = 0; i < leaves.size(); i++) {
            bytes += leaves.get(i).leaf().size();
            if (bytes > KeyService.MAX_BATCH_BYTES) {
                return i;
            }
        }
        return leaves.size();
    }

    /** Others sign what comes after a change of anchors, so a batch ends with it. */
    private static int untilChange(List<PendingLeaf> leaves, int size) {
        for (int i = 0; i < size; i++) {
            if (leaves.get(i).changesAnchors()) {
                return i + 1;
            }
        }
        return size;
    }

    /** Marks leaves that keep their place; at least one. */
    static void admit(Connection connection, List<PendingLeaf> leaves) throws SQLException {
        among(
                        leaves,
                        Sql.of(
                                connection,
                                "UPDATE log_pending SET state = 'admitted' WHERE state = 'waiting' AND "
                                        + AMONG))
                .update();
    }

    private static Sql among(List<PendingLeaf> leaves, Sql statement) {
        LongSummaryStatistics stretch =
                leaves.stream().mapToLong(PendingLeaf::position).summaryStatistics();
        return statement
                .with(stretch.getMin())
                .with(stretch.getMax())
                .withUuids(leaves.stream().map(PendingLeaf::id).toList());
    }

    static void refuse(Connection connection, UUID id, RefusalCode code, String detail)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE log_pending SET state = 'refused', refusal_code = ?, refusal_detail = ?"
                                + " WHERE id = ? AND state = 'waiting'")
                .with(code.text())
                .with(detail)
                .with(id)
                .update();
    }

    /** Which of these leaves, at least one, nobody has taken out or refused. */
    static Set<UUID> left(Connection connection, List<PendingLeaf> leaves) throws SQLException {
        return Set.copyOf(
                among(
                                leaves,
                                Sql.of(
                                        connection,
                                        "SELECT id FROM log_pending WHERE state <> 'refused' AND "
                                                + AMONG))
                        .list(row -> row.uuid("id")));
    }

    /** Takes leaves out that get their index, at least one; a row for each that was there still. */
    static Sql taking(Connection connection, List<PendingLeaf> leaves) {
        return among(
                leaves,
                Sql.of(
                        connection,
                        "DELETE FROM log_pending WHERE state <> 'refused' AND " + AMONG));
    }

    static long depth(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT count(*) AS depth FROM log_pending WHERE state <> 'refused'")
                .only(row -> row.number("depth"));
    }

    /** Refused, or waiting; empty if the leaf is not here. */
    static Optional<LeafOutcome> outcome(Connection connection, UUID id) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT refusal_code, refusal_detail FROM log_pending WHERE id = ?")
                .with(id)
                .first(Pending::outcome);
    }

    private static LeafOutcome outcome(Row row) throws SQLException {
        Optional<String> code = row.optionalText("refusal_code");
        if (code.isEmpty()) {
            return new LeafOutcome.Waiting();
        }
        RefusalCode refusal =
                RefusalCode.valueOf(code.get().toUpperCase(Locale.ROOT).replace('-', '_'));
        return new LeafOutcome.Refused(refusal, row.optionalText("refusal_detail").orElse(""));
    }

    private static PendingLeaf leaf(Row row) throws SQLException {
        return new PendingLeaf(
                row.uuid("id"),
                row.number("position"),
                row.bytes("leaf"),
                "admitted".equals(row.text("state")));
    }
}
