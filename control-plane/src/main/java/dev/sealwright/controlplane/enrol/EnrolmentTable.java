package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The statements on enrolments, among them the one that burns a bootstrap. */
final class EnrolmentTable {
    private EnrolmentTable() {}

    /**
     * Burns the bootstrap to one key, if it is in its time and nobody did. One statement, so that
     * of any number of callers one succeeds.
     */
    static boolean burn(Connection connection, Enrolment enrolment) throws SQLException {
        Instant now = enrolment.burnedAt();
        return Sql.of(
                                connection,
                                "WITH burned AS (UPDATE bootstrap SET burned_at = ? WHERE id = ? AND burned_at IS NULL"
                                        + " AND nbf <= ? AND exp >= ? RETURNING id, org, spec)"
                                        + " INSERT INTO enrolment (sandbox, bootstrap, org, spec, spki, leaf_id, burned_at)"
                                        + " SELECT ?::uuid, id, org, spec, ?::bytea, ?::uuid, ?::timestamptz FROM burned")
                        .with(now)
                        .with(enrolment.bootstrap().value())
                        .with(now.plus(Validity.SKEW))
                        .with(now.minus(Validity.SKEW))
                        .with(enrolment.sandbox())
                        .with(enrolment.spki())
                        .with(enrolment.leaf())
                        .with(now)
                        .update()
                == 1;
    }

    /** Undoes a burn whose leaf was refused: it never took effect. */
    static void unburn(Connection connection, Enrolment enrolment) throws SQLException {
        int deleted =
                Sql.of(
                                connection,
                                "DELETE FROM enrolment WHERE sandbox = ? AND leaf_id = ? AND chain IS NULL")
                        .with(enrolment.sandbox())
                        .with(enrolment.leaf())
                        .update();
        if (deleted == 1) {
            Sql.of(connection, "UPDATE bootstrap SET burned_at = NULL WHERE id = ?")
                    .with(enrolment.bootstrap().value())
                    .update();
        }
    }

    static Optional<Enrolment> find(Connection connection, BootstrapId bootstrap)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT sandbox, bootstrap, org, spec, spki, leaf_id, burned_at, chain FROM enrolment"
                                + " WHERE bootstrap = ?")
                .with(bootstrap.value())
                .first(EnrolmentTable::read);
    }

    /** Stores the first chain. */
    static void certify(Connection connection, UUID sandbox, String chain) throws SQLException {
        Sql.of(connection, "UPDATE enrolment SET chain = ? WHERE sandbox = ? AND chain IS NULL")
                .with(chain)
                .with(sandbox)
                .update();
    }

    private static Enrolment read(Row row) throws SQLException {
        return new Enrolment(
                row.uuid("sandbox"),
                new BootstrapId(row.bytes("bootstrap")),
                row.bytes("org"),
                row.uuid("spec"),
                row.bytes("spki"),
                row.uuid("leaf_id"),
                row.time("burned_at"),
                row.optionalText("chain"));
    }
}
