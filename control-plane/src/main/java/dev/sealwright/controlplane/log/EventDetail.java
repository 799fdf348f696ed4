package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * What an event leaf holds the digest of. It stays in the database, where it can be erased without
 * breaking the log.
 *
 * @param salt 16 random bytes
 * @param json UTF-8
 */
record EventDetail(Bytes salt, Bytes json) {
    static final int SALT_SIZE = 16;

    Bytes digest() {
        return Sha256.of(salt, json);
    }

    void store(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "INSERT INTO log_event_detail (leaf_id, salt, detail) VALUES (?, ?, ?)")
                .with(leafId)
                .with(salt)
                .with(json)
                .update();
    }
}
