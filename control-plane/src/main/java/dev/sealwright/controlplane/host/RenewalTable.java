package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The statements on renewals. */
final class RenewalTable {
    private RenewalTable() {}

    /**
     * A renewal that was asked for.
     *
     * @param previous SHA-256 of the certificate that is renewed
     * @param spki SHA-256 of the new key
     */
    record Renewal(
            UUID leaf,
            UUID sandbox,
            Bytes previous,
            Bytes spki,
            Validity validity,
            Optional<String> chain) {}

    /** False if this was asked for before. */
    static boolean insert(Connection connection, Renewal renewal) throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO host_renewal (leaf_id, sandbox, previous, spki, nbf, exp)"
                                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (previous, spki, nbf, exp) DO NOTHING")
                        .with(renewal.leaf())
                        .with(renewal.sandbox())
                        .with(renewal.previous())
                        .with(renewal.spki())
                        .with(renewal.validity().notBefore())
                        .with(renewal.validity().expires())
                        .update()
                == 1;
    }

    static Optional<Renewal> find(Connection connection, Renewal like) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id, sandbox, previous, spki, nbf, exp, chain FROM host_renewal"
                                + " WHERE previous = ? AND spki = ? AND nbf = ? AND exp = ?")
                .with(like.previous())
                .with(like.spki())
                .with(like.validity().notBefore())
                .with(like.validity().expires())
                .first(RenewalTable::read);
    }

    static void forget(Connection connection, UUID leaf) throws SQLException {
        Sql.of(connection, "DELETE FROM host_renewal WHERE leaf_id = ?").with(leaf).update();
    }

    /** Stores the first chain. */
    static void certify(Connection connection, UUID leaf, CertificateChain chain)
            throws SQLException {
        Sql.of(connection, "UPDATE host_renewal SET chain = ? WHERE leaf_id = ? AND chain IS NULL")
                .with(chain.text())
                .with(leaf)
                .update();
    }

    private static Renewal read(Row row) throws SQLException {
        return new Renewal(
                row.uuid("leaf_id"),
                row.uuid("sandbox"),
                row.bytes("previous"),
                row.bytes("spki"),
                new Validity(row.time("nbf"), row.time("exp")),
                row.optionalText("chain"));
    }
}
