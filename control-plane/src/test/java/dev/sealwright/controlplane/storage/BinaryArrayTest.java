package dev.sealwright.controlplane.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.testkit.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database makes of ids and times, as the service sends them and where it may not. */
final class BinaryArrayTest {
    @RegisterExtension static final Postgres DATABASE = StorageOn.database();

    private static final List<UUID> IDS =
            List.of(
                    UUID.fromString("00000000-0000-0000-0000-000000000000"),
                    UUID.fromString("0193f0a1-7c00-7abc-8def-0123456789ab"),
                    UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"));

    private static final List<Instant> TIMES =
            List.of(
                    Instant.parse("1970-01-01T00:00:00Z"),
                    Instant.parse("1999-12-31T23:59:59.999999999Z"),
                    Instant.parse("2026-11-28T13:00:00.123456789Z"));

    private static Connection connected(String binaryTransferEnable) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", DATABASE.username());
        properties.setProperty("password", DATABASE.password());
        properties.setProperty("binaryTransferEnable", binaryTransferEnable);
        return DriverManager.getConnection(DATABASE.jdbcUrl(), properties);
    }

    private static List<String> seen(Connection connection, List<UUID> ids, List<Instant> times)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT id || ' ' || (time AT TIME ZONE 'UTC') AS both"
                                + " FROM unnest(?::uuid[], ?::timestamptz[]) AS given (id, time)")
                .withUuids(ids)
                .withTimes(times)
                .list(row -> row.text("both"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2951,1185", ""})
    void idsAndTimesArriveAsTheyAre(String binaryTransferEnable) throws SQLException {
        try (Connection connection = connected(binaryTransferEnable)) {
            assertThat(seen(connection, IDS, TIMES))
                    .containsExactly(
                            "00000000-0000-0000-0000-000000000000 1970-01-01 00:00:00",
                            "0193f0a1-7c00-7abc-8def-0123456789ab 1999-12-31 23:59:59.999999",
                            "ffffffff-ffff-ffff-ffff-ffffffffffff 2026-11-28 13:00:00.123456");
            assertThat(seen(connection, List.of(), List.of())).isEmpty();
        }
    }
}
