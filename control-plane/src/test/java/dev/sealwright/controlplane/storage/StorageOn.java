package dev.sealwright.controlplane.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sealwright.controlplane.trace.TraceSettings;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.testkit.Postgres;
import io.micronaut.data.connection.jdbc.operations.DefaultDataSourceConnectionOperations;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.jdbc.DataSourceTransactionManager;
import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Storage on a test's database, without the rest of the application. */
public final class StorageOn implements AutoCloseable {
    private final HikariDataSource pool;
    private final Storage storage;

    private StorageOn(
            HikariDataSource pool, UnaryOperator<TransactionOperations<Connection>> around) {
        this.pool = pool;
        this.storage =
                new Storage(around.apply(transactions(pool)), new Traces(new TraceSettings(null)));
    }

    /** A database of the test's own, with our schema. */
    public static Postgres database() {
        return Postgres.migratedBy("control-plane", StorageOn::migrate);
    }

    private static void migrate(DataSource source) {
        Flyway.configure().dataSource(source).locations("classpath:db/migration").load().migrate();
    }

    public static StorageOn open(Postgres database) {
        return open(database, UnaryOperator.identity());
    }

    /** With something between storage and its transactions. */
    public static StorageOn open(
            Postgres database, UnaryOperator<TransactionOperations<Connection>> around) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setConnectionTimeout(20_000);
        // As application.yml has it.
        config.addDataSourceProperty("binaryTransferEnable", "2951,1185");
        return new StorageOn(new HikariDataSource(config), around);
    }

    public Storage storage() {
        return storage;
    }

    public DataSource source() {
        return pool;
    }

    /** What Micronaut makes of a data source; it keeps the constructor of one part to itself. */
    private static DataSourceTransactionManager transactions(DataSource source) {
        try {
            Constructor<DefaultDataSourceConnectionOperations> constructor =
                    DefaultDataSourceConnectionOperations.class.getDeclaredConstructor(
                            DataSource.class);
            constructor.setAccessible(true);
            DefaultDataSourceConnectionOperations connections = constructor.newInstance(source);
            return new DataSourceTransactionManager(source, connections, connections);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
