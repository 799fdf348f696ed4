package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The statements on requests that named a key. */
final class RequestTable {
    private static final String THIS = " WHERE org = ? AND caller = ? AND key = ?";

    private RequestTable() {}

    /**
     * A request as it stands.
     *
     * @param answer with the code that authenticates it; empty until there is one
     * @param macVersion that hash and code stand under
     */
    record Standing(
            Bytes request,
            UUID act,
            Instant claimedUntil,
            Optional<KeptAnswer> answer,
            Bytes seal,
            long macVersion) {}

    static void forgetExpired(Connection connection, Instant now) throws SQLException {
        Sql.of(connection, "DELETE FROM idempotent_request WHERE expires_at <= ?")
                .with(now)
                .update();
    }

    static void forgetIfExpired(Connection connection, IdempotencyKey key, Instant now)
            throws SQLException {
        keyed(connection, "DELETE FROM idempotent_request" + THIS + " AND expires_at <= ?", key)
                .with(now)
                .update();
    }

    /** True if there was none by that key. */
    static boolean insert(
            Connection connection, Claim.Granted claim, Instant claimedUntil, Instant expires)
            throws SQLException {
        return keyed(
                                connection,
                                "INSERT INTO idempotent_request"
                                        + " (org, caller, key, request, act_id, claimed_until, expires_at,"
                                        + " mac_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                                        + " ON CONFLICT DO NOTHING",
                                claim.key())
                        .with(claim.request())
                        .with(claim.act())
                        .with(claimedUntil)
                        .with(expires)
                        .with(claim.macVersion())
                        .update()
                == 1;
    }

    /** Locked until the transaction ends. */
    static Standing lock(Connection connection, IdempotencyKey key) throws SQLException {
        return keyed(connection, "SELECT * FROM idempotent_request" + THIS + " FOR UPDATE", key)
                .only(RequestTable::standing);
    }

    static void claim(Connection connection, IdempotencyKey key, Instant until)
            throws SQLException {
        Sql.of(connection, "UPDATE idempotent_request SET claimed_until = ?" + THIS)
                .with(until)
                .with(key.org())
                .with(key.caller())
                .with(key.text())
                .update();
    }

    static void answer(Connection connection, IdempotencyKey key, KeptAnswer answer, Bytes seal)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE idempotent_request SET status = ?, headers = ?, body = ?, seal = ?"
                                + THIS
                                + " AND status IS NULL")
                .with(answer.status())
                .with(String.join("\n", answer.headers()))
                .with(answer.body())
                .with(seal)
                .with(key.org())
                .with(key.caller())
                .with(key.text())
                .update();
    }

    static Map<Long, Long> byVersion(Connection connection, Instant now) throws SQLException {
        Map<Long, Long> counts = new HashMap<>();
        Sql.of(
                        connection,
                        "SELECT mac_version, count(*) AS kept FROM idempotent_request"
                                + " WHERE expires_at > ? GROUP BY mac_version")
                .with(now)
                .each(row -> counts.put(row.number("mac_version"), row.number("kept")));
        return counts;
    }

    private static Sql keyed(Connection connection, String statement, IdempotencyKey key) {
        return Sql.of(connection, statement).with(key.org()).with(key.caller()).with(key.text());
    }

    /** An answer may have none. */
    private static List<String> headers(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private static Standing standing(Row row) throws SQLException {
        Optional<Long> status = row.optionalNumber("status");
        Optional<KeptAnswer> answer =
                status.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new KeptAnswer(
                                        status.get().intValue(),
                                        headers(row.text("headers")),
                                        row.bytes("body")));
        return new Standing(
                row.bytes("request"),
                row.uuid("act_id"),
                row.time("claimed_until"),
                answer,
                row.optionalBytes("seal").orElse(Bytes.EMPTY),
                row.number("mac_version"));
    }
}
