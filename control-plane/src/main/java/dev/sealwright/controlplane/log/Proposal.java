package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A leaf on its way, with what is kept beside the log: who asked, and what the leaf holds a salted
 * digest of. That stays in the database, where it can be erased without breaking the log.
 *
 * @param org tag of 16 bytes
 */
record Proposal(
        LeafRef ref, Bytes org, Instant time, Optional<String> actor, Optional<Opening> detail) {
    private static final String ACTOR =
            "actor AS (INSERT INTO log_actor (leaf_id, actor) VALUES (?, ?))";
    private static final String DETAIL =
            "detail AS (INSERT INTO log_event_detail (leaf_id, salt, detail) VALUES (?, ?, ?))";
    private static final String LEAF =
            "INSERT INTO log_pending (id, org, leaf, state, proposed_at) VALUES (?, ?, ?, 'waiting', ?)";

    /** One statement for all of many. */
    static void insert(Connection connection, List<Proposal> proposals) throws SQLException {
        List<Proposal> acted = proposals.stream().filter(each -> each.actor.isPresent()).toList();
        List<Proposal> detailed =
                proposals.stream().filter(each -> each.detail.isPresent()).toList();
        Sql.of(
                        connection,
                        "WITH actor AS (INSERT INTO log_actor (leaf_id, actor)"
                                + " SELECT * FROM unnest(?::uuid[], ?::text[])),"
                                + " detail AS (INSERT INTO log_event_detail (leaf_id, salt, detail)"
                                + " SELECT * FROM unnest(?::uuid[], ?::bytea[], ?::bytea[]))"
                                + " INSERT INTO log_pending (id, org, leaf, proposed_at, state)"
                                + " SELECT *, 'waiting' FROM unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::timestamptz[])")
                .withUuids(ids(acted))
                .withTexts(acted.stream().map(each -> each.actor.orElseThrow()).toList())
                .withUuids(ids(detailed))
                .withBytes(openings(detailed, Opening::salt))
                .withBytes(openings(detailed, Opening::content))
                .withUuids(ids(proposals))
                .withBytes(proposals.stream().map(Proposal::org).toList())
                .withBytes(proposals.stream().map(each -> each.ref.leaf()).toList())
                .withTimes(proposals.stream().map(Proposal::time).toList())
                .update();
    }

    private static List<UUID> ids(List<Proposal> proposals) {
        return proposals.stream().map(each -> each.ref.id()).toList();
    }

    private static List<Bytes> openings(List<Proposal> detailed, Function<Opening, Bytes> part) {
        return detailed.stream().map(each -> part.apply(each.detail.orElseThrow())).toList();
    }

    /** One statement for all of it. */
    void insert(Connection connection) throws SQLException {
        Sql sql = Sql.of(connection, text());
        actor.ifPresent(name -> sql.with(ref.id()).with(name));
        detail.ifPresent(kept -> sql.with(ref.id()).with(kept.salt()).with(kept.content()));
        sql.with(ref.id()).with(org).with(ref.leaf()).with(time).update();
    }

    private String text() {
        if (actor.isPresent() && detail.isPresent()) {
            return "WITH " + ACTOR + ", " + DETAIL + " " + LEAF;
        }
        if (actor.isPresent()) {
            return "WITH " + ACTOR + " " + LEAF;
        }
        return detail.isPresent() ? "WITH " + DETAIL + " " + LEAF : LEAF;
    }
}
