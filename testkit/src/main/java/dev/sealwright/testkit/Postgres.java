package dev.sealwright.testkit;

import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a PostgreSQL database of its own, on a real server that runs once per JVM.
 *
 * <pre>{@code
 * @RegisterExtension static final Postgres DATABASE = new Postgres();
 * }</pre>
 *
 * <p>The database is made when first asked for, so it is there for extensions that ask before this
 * one's turn (such as a provider of application properties), and dropped after the class.
 */
public final class Postgres implements AfterAllCallback {
    private final Optional<PostgresServer.Template> template;
    private Optional<String> database = Optional.empty();

    /** An empty database. */
    public Postgres() {
        template = Optional.empty();
    }

    private Postgres(PostgresServer.Template template) {
        this.template = Optional.of(template);
    }

    /**
     * A database with a schema in it. The migration runs once per JVM and name; each class gets a
     * copy of what it left.
     */
    public static Postgres migratedBy(String name, Consumer<DataSource> migration) {
        return new Postgres(new PostgresServer.Template(name, migration));
    }

    public String jdbcUrl() {
        return PostgresServer.shared().jdbcUrl(database());
    }

    public String username() {
        return PostgresServer.USER;
    }

    /**
     * The server trusts its own machine, so any password does; drivers want one that is not empty.
     */
    public String password() {
        return PostgresServer.USER;
    }

    /** A data source without a pool. */
    public DataSource dataSource() {
        return PostgresServer.shared().dataSource(database());
    }

    private synchronized String database() {
        if (database.isEmpty()) {
            database = Optional.of(PostgresServer.shared().newDatabase(template));
        }
        return database.get();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        database.ifPresent(PostgresServer.shared()::drop);
        database = Optional.empty();
    }
}
