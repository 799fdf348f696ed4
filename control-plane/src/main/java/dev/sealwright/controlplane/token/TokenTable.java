package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.token.Claims;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The statements on capability tokens and on the lists of their revocations. */
final class TokenTable {
    private static final String SELECT =
            "SELECT t.leaf_id, t.act, t.org, t.sandbox, t.claims, t.salt, t.nbf, t.exp,"
                    + " t.issued_by FROM capability_token t";

    private TokenTable() {}

    /** A list of revocations as it is stored. */
    record StoredList(UUID leafId, Bytes list, Instant madeAt) {}

    /** One statement for all of them. */
    static void insert(Connection connection, List<IssuedToken> tokens) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO capability_token (leaf_id, act, org, sandbox, claims, salt,"
                                + " nbf, exp, issued_by)"
                                + " SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::uuid[], ?::bytea[],"
                                + " ?::bytea[], ?::timestamptz[], ?::timestamptz[], ?::text[])")
                .withUuids(each(tokens, IssuedToken::id))
                .withUuids(each(tokens, IssuedToken::act))
                .withBytes(each(tokens, IssuedToken::org))
                .withOptionals("uuid", each(tokens, IssuedToken::sandbox))
                .withBytes(each(tokens, token -> token.claims().encode()))
                .withBytes(each(tokens, IssuedToken::salt))
                .withTimes(each(tokens, token -> token.validity().notBefore()))
                .withTimes(each(tokens, token -> token.validity().expires()))
                .withTexts(each(tokens, IssuedToken::issuedBy))
                .update();
    }

    private static <T> List<T> each(List<IssuedToken> tokens, Function<IssuedToken, T> part) {
        return tokens.stream().map(part).toList();
    }

    /** Forgets one whose leaf was refused. */
    static void forget(Connection connection, UUID id) throws SQLException {
        Sql.of(connection, "DELETE FROM capability_token WHERE leaf_id = ?").with(id).update();
    }

    /** Whether its leaf is in the log or not. */
    static Optional<IssuedToken> findAct(Connection connection, UUID act) throws SQLException {
        return Sql.of(connection, SELECT + " WHERE t.act = ?").with(act).first(TokenTable::token);
    }

    static Optional<IssuedToken> find(Connection connection, Bytes org, UUID id)
            throws SQLException {
        return Sql.of(
                        connection,
                        SELECT
                                + SignedLog.joined("t.leaf_id")
                                + " WHERE t.org = ? AND t.leaf_id = ?")
                .with(org)
                .with(id)
                .first(TokenTable::token);
    }

    static List<IssuedToken> page(Connection connection, Bytes org, Optional<UUID> after, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SELECT
                                + SignedLog.joined("t.leaf_id")
                                + " WHERE t.org = ? AND t.leaf_id > ?"
                                + " ORDER BY t.leaf_id LIMIT ?")
                .with(org)
                .with(after.orElse(new UUID(0, 0)))
                .with(limit)
                .list(TokenTable::token);
    }

    static void insertList(
            Connection connection, UUID leafId, Bytes org, Bytes list, Instant madeAt)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO token_revocation_list (leaf_id, org, list, made_at)"
                                + " VALUES (?, ?, ?, ?)")
                .with(leafId)
                .with(org)
                .with(list)
                .with(madeAt)
                .update();
        Sql.of(connection, "DELETE FROM token_revocation_list WHERE org = ? AND made_at < ?")
                .with(org)
                .with(madeAt.minus(RevocationLists.KEPT))
                .update();
    }

    static Optional<StoredList> newestList(Connection connection, Bytes org) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT l.leaf_id, l.list, l.made_at FROM token_revocation_list l"
                                + SignedLog.joined("l.leaf_id")
                                + " WHERE l.org = ? ORDER BY l.leaf_id DESC LIMIT 1")
                .with(org)
                .first(
                        row ->
                                new StoredList(
                                        row.uuid("leaf_id"),
                                        row.bytes("list"),
                                        row.time("made_at")));
    }

    private static IssuedToken token(Row row) throws SQLException {
        return new IssuedToken(
                row.uuid("leaf_id"),
                row.uuid("act"),
                row.bytes("org"),
                row.optionalUuid("sandbox"),
                Claims.decode(row.bytes("claims")),
                row.bytes("salt"),
                new Validity(row.time("nbf"), row.time("exp")),
                row.text("issued_by"));
    }
}
