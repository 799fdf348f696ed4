package dev.sealwright.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The PostgreSQL server of this JVM. It ends with the JVM. */
final class PostgresServer {
    static final String USER = "postgres";

    /** A schema to copy databases from; names tell templates apart. */
    record Template(String name, Consumer<DataSource> migration) {}

    private final EmbeddedPostgres postgres;
    private final Map<String, String> templates = new HashMap<>();
    private int count;

    private PostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    private static final class Holder {
        static final PostgresServer SERVER = start();
    }

    static PostgresServer shared() {
        return Holder.SERVER;
    }

    private static PostgresServer start() {
        try {
            // Durability is not what these tests look at: without it a commit costs no disk flush.
            return new PostgresServer(
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", "off")
                            .setServerConfig("synchronous_commit", "off")
                            .setServerConfig("max_connections", "200")
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    String jdbcUrl(String database) {
        return postgres.getJdbcUrl(USER, database);
    }

    DataSource dataSource(String database) {
        return postgres.getDatabase(USER, database);
    }

    synchronized String newDatabase(Optional<Template> template) {
        String source = template.map(this::prepared).orElse("template1");
        return create(source);
    }

    void drop(String database) {
        execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private String prepared(Template template) {
        String known = templates.get(template.name());
        if (known != null) {
            return known;
        }
        String made = create("template1");
        template.migration().accept(postgres.getDatabase(USER, made));
        templates.put(template.name(), made);
        return made;
    }

    private String create(String source) {
        String name = "test_" + ++count;
        execute("CREATE DATABASE " + name + " TEMPLATE " + source);
        return name;
    }

    private void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }
}
