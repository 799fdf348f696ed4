package dev.sealwright.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How far the log has got.
 *
 * @param leaves under a signed checkpoint
 * @param signatures of the HSM: each checkpoint is one
 */
record LogGrowth(long leaves, long signatures) {

    static LogGrowth now(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT signed_size, (SELECT count(*) FROM log_checkpoint) FROM log_head")) {
            row.next();
            return new LogGrowth(row.getLong(1), row.getLong(2));
        }
    }

    LogGrowth since(LogGrowth before) {
        return new LogGrowth(leaves - before.leaves, signatures - before.signatures);
    }
}
