package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresTest {
    @RegisterExtension static final Postgres EMPTY = new Postgres();

    @RegisterExtension
    static final Postgres ONE = Postgres.migratedBy("numbers", PostgresTest::createNumbers);

    @RegisterExtension
    static final Postgres OTHER = Postgres.migratedBy("numbers", PostgresTest::createNumbers);

    @Test
    void anEmptyDatabaseIsARealServers() throws SQLException {
        assertThat(number(EMPTY, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isZero();
        assertThat(EMPTY.jdbcUrl()).startsWith("jdbc:postgresql://");
    }

    @Test
    void twoCopiesOfOneSchemaDoNotSeeEachOther() throws SQLException {
        execute(ONE.dataSource(), "INSERT INTO number VALUES (1)");

        assertThat(number(ONE, "SELECT count(*) FROM number")).isEqualTo(1);
        assertThat(number(OTHER, "SELECT count(*) FROM number")).isZero();
    }

    private static void createNumbers(DataSource database) {
        try {
            execute(database, "CREATE TABLE number (value int)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Postgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
