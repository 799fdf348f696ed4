package dev.sealwright.controlplane.bootstrap;

import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on bootstraps. */
final class BootstrapTable {
    private static final String SELECT =
            "SELECT b.id, b.row_id, b.org, b.spec, b.spec_name, b.public_key, b.nbf, b.exp, b.leaf_id, b.minted_by,"
                    + " b.burned_at FROM bootstrap b";
    private static final String IN_FORCE = SignedLog.joined("b.leaf_id");

    private BootstrapTable() {}

    /** False if there is one of that id. */
    static boolean insert(Connection connection, Bootstrap bootstrap) throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO bootstrap (id, row_id, org, spec, spec_name, public_key, nbf, exp, leaf_id,"
                                        + " minted_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
                        .with(bootstrap.id().value())
                        .with(bootstrap.row())
                        .with(bootstrap.org())
                        .with(bootstrap.spec())
                        .with(bootstrap.specName())
                        .with(bootstrap.publicKey())
                        .with(bootstrap.validity().notBefore())
                        .with(bootstrap.validity().expires())
                        .with(bootstrap.leaf())
                        .with(bootstrap.mintedBy())
                        .update()
                == 1;
    }

    /** Forgets one whose leaf was refused, so that it can be minted again. */
    static void forget(Connection connection, Bootstrap bootstrap) throws SQLException {
        Sql.of(
                        connection,
                        "DELETE FROM bootstrap WHERE id = ? AND leaf_id = ? AND burned_at IS NULL")
                .with(bootstrap.id().value())
                .with(bootstrap.leaf())
                .update();
    }

    /** Whether its leaf is in the log or not. */
    static Optional<Bootstrap> find(Connection connection, BootstrapId id) throws SQLException {
        return Sql.of(connection, SELECT + " WHERE b.id = ?")
                .with(id.value())
                .first(BootstrapTable::read);
    }

    static Optional<Bootstrap> findInForce(Connection connection, BootstrapId id)
            throws SQLException {
        return Sql.of(connection, SELECT + IN_FORCE + " WHERE b.id = ?")
                .with(id.value())
                .first(BootstrapTable::read);
    }

    /**
     * @param now tells issued from expired
     */
    static List<Bootstrap> page(
            Connection connection,
            Bytes org,
            Optional<BootstrapState> state,
            Instant now,
            Optional<UUID> after,
            int limit)
            throws SQLException {
        String condition =
                switch (state.orElse(null)) {
                    case null -> "(b.exp > ? OR true)";
                    case ISSUED -> "(b.burned_at IS NULL AND b.exp >= ?)";
                    case BURNED -> "(b.burned_at IS NOT NULL AND (b.exp > ? OR true))";
                    case EXPIRED -> "(b.burned_at IS NULL AND b.exp < ?)";
                };
        return Sql.of(
                        connection,
                        SELECT
                                + IN_FORCE
                                + " WHERE b.org = ? AND b.row_id > ? AND "
                                + condition
                                + " ORDER BY b.row_id LIMIT ?")
                .with(org)
                .with(after.orElse(new UUID(0, 0)))
                .with(now.minus(Validity.SKEW))
                .with(limit)
                .list(BootstrapTable::read);
    }

    /** True the first time only. */
    static boolean contest(Connection connection, BootstrapId id, Instant now) throws SQLException {
        return mark(connection, "contested_at", id, now);
    }

    /** True the first time only. */
    static boolean refuse(Connection connection, BootstrapId id, Instant now) throws SQLException {
        return mark(connection, "refused_at", id, now);
    }

    private static boolean mark(Connection connection, String column, BootstrapId id, Instant now)
            throws SQLException {
        return Sql.of(
                                connection,
                                "UPDATE bootstrap SET "
                                        + column
                                        + " = ? WHERE id = ? AND "
                                        + column
                                        + " IS NULL")
                        .with(now)
                        .with(id.value())
                        .update()
                == 1;
    }

    private static Bootstrap read(Row row) throws SQLException {
        return new Bootstrap(
                new BootstrapId(row.bytes("id")),
                row.uuid("row_id"),
                row.bytes("org"),
                row.uuid("spec"),
                row.text("spec_name"),
                row.bytes("public_key"),
                new Validity(row.time("nbf"), row.time("exp")),
                row.uuid("leaf_id"),
                row.text("minted_by"),
                row.optionalTime("burned_at"));
    }
}
