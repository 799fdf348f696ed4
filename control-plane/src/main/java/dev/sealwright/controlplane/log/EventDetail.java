package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.leaf.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * What leaves hold salted digests of. It stays in the database, where it can be erased without
 * breaking the log.
 */
final class EventDetail {
    private EventDetail() {}

    static void store(Connection connection, UUID leafId, Opening opening) throws SQLException {
        Sql.of(connection, "INSERT INTO log_event_detail (leaf_id, salt, detail) VALUES (?, ?, ?)")
                .with(leafId)
                .with(opening.salt())
                .with(opening.content())
                .update();
    }
}
