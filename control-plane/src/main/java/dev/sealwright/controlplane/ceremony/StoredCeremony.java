package dev.sealwright.controlplane.ceremony;

import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A ceremony as it is stored; it is there once its leaf is.
 *
 * @param id of its leaf
 * @param digest SHA-256 of the transcript
 */
record StoredCeremony(
        UUID id,
        Bytes digest,
        Bytes script,
        Bytes scriptSignatures,
        Bytes transcript,
        Bytes transcriptSignatures,
        String submittedBy,
        Instant submittedAt) {
    private static final String COLUMNS =
            "leaf_id, transcript_digest, script, script_signatures, transcript,"
                    + " transcript_signatures, submitted_by, submitted_at";
    private static final String RELEASED =
            "SELECT "
                    + "c."
                    + COLUMNS.replace(", ", ", c.")
                    + " FROM ceremony_transcript c"
                    + SignedLog.joined("c.leaf_id");

    void insert(Connection connection) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO ceremony_transcript ("
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .with(id)
                .with(digest)
                .with(script)
                .with(scriptSignatures)
                .with(transcript)
                .with(transcriptSignatures)
                .with(submittedBy)
                .with(submittedAt)
                .update();
    }

    static Optional<StoredCeremony> of(Connection connection, Bytes digest) throws SQLException {
        return Sql.of(
                        connection,
                        RELEASED + " WHERE c.transcript_digest = ? ORDER BY c.leaf_id LIMIT 1")
                .with(digest)
                .first(StoredCeremony::read);
    }

    static Optional<StoredCeremony> find(Connection connection, UUID id) throws SQLException {
        return Sql.of(connection, RELEASED + " WHERE c.leaf_id = ?")
                .with(id)
                .first(StoredCeremony::read);
    }

    static List<StoredCeremony> page(Connection connection, Optional<UUID> after, int limit)
            throws SQLException {
        return Sql.of(connection, RELEASED + " WHERE c.leaf_id > ? ORDER BY c.leaf_id LIMIT ?")
                .with(after.orElse(new UUID(0, 0)))
                .with(limit)
                .list(StoredCeremony::read);
    }

    HeldCeremony parsed() {
        return HeldCeremony.parse(script, scriptSignatures, transcript, transcriptSignatures);
    }

    private static StoredCeremony read(Row row) throws SQLException {
        return new StoredCeremony(
                row.uuid("leaf_id"),
                row.bytes("transcript_digest"),
                row.bytes("script"),
                row.bytes("script_signatures"),
                row.bytes("transcript"),
                row.bytes("transcript_signatures"),
                row.text("submitted_by"),
                row.time("submitted_at"));
    }
}
