package dev.sealwright.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A PostgreSQL server of its own, to be killed: on one data folder and port it can be started
 * again. What it says to have committed survives its processes (though not the machine: it does not
 * flush).
 */
public final class PostgresCluster implements AutoCloseable {
    public static final String USER = PostgresServer.USER;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path data;
    private final int port;
    private Optional<EmbeddedPostgres> server = Optional.empty();

    public PostgresCluster(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** Starts it, also after a crash, when processes of the dead server may still be ending. */
    public synchronized void start() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (server.isEmpty()) {
            try {
                server = Optional.of(started());
            } catch (IOException | IllegalStateException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("PostgreSQL does not start", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private EmbeddedPostgres started() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "off")
                // The builder's own default acknowledges what only the server's memory holds.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setPGStartupWait(Duration.ofSeconds(15))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public synchronized DataSource dataSource(String database) {
        return server.orElseThrow().getDatabase(USER, database);
    }

    public void execute(String database, String sql) {
        try (var connection = dataSource(database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }

    /** Ends the server's first process as a crash does (-9); the others end when they notice. */
    public synchronized void kill() {
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
        postmaster().ifPresent(process -> process.onExit().join());
        forget();
    }

    /** Kills it and starts it again. */
    public void restart() {
        kill();
        start();
    }

    /** Ends one process that serves a connection as a crash does; all connections break by it. */
    public void killABackend() {
        List<ProcessHandle> backends =
                postmaster().stream().flatMap(ProcessHandle::children).toList();
        if (!backends.isEmpty()) {
            backends.getLast().destroyForcibly();
        }
    }

    /** Stops every process where it stands: connections stay open and nothing answers. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        List<String> pids =
                postmaster().stream()
                        .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
                        .map(process -> Long.toString(process.pid()))
                        .toList();
        if (!pids.isEmpty()) {
            try {
                new ProcessBuilder(Stream.concat(Stream.of("kill", signal), pids.stream()).toList())
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<ProcessHandle> postmaster() {
        try {
            Path file = data.resolve("postmaster.pid");
            return Files.exists(file)
                    ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void forget() {
        try {
            if (server.isPresent()) {
                server.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = Optional.empty();
    }

    @Override
    public synchronized void close() {
        forget();
    }
}
