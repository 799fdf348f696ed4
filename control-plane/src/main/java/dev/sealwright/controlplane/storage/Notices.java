package dev.sealwright.controlplane.storage;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages between the processes that share the database (LISTEN and NOTIFY). They make waiting
 * shorter and may be lost: whoever waits looks for himself, too. Anyone who may connect to the
 * database can send one, so they prove nothing.
 */
@Singleton
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int WAIT_MILLIS = 250;
    private static final int WAITS_BETWEEN_PROBES = 20;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Storage storage;
    private final DataSource source;

    public Notices(Storage storage, DataSource source) {
        this.storage = storage;
        this.source = DelegatingDataSource.unwrapDataSource(source);
    }

    /** Sends a message, in a transaction of its own; a failure is no one's concern. */
    public void send(String channel, String text) {
        try {
            storage.write(
                    connection ->
                            Sql.of(connection, "SELECT pg_notify(?, ?)")
                                    .with(channel)
                                    .with(text)
                                    .first(row -> text));
        } catch (DatabaseUnavailableException | StorageException e) {
            LOG.debug("a notice was not sent: {}", e.getMessage());
        }
    }

    /**
     * Listens until closed, on a thread and a connection of its own; connects again when it has to.
     *
     * @param channel name of a channel, an SQL identifier
     */
    public Subscription listen(String channel, Consumer<String> listener) {
        var subscription = new Subscription(channel, listener);
        subscription.thread.start();
        return subscription;
    }

    /** Somebody who listens. */
    public final class Subscription implements AutoCloseable {
        private final String channel;
        private final Consumer<String> listener;
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread thread;

        private Subscription(String channel, Consumer<String> listener) {
            this.channel = channel;
            this.listener = listener;
            this.thread =
                    Thread.ofPlatform().daemon().name("notices-" + channel).unstarted(this::run);
        }

        private void run() {
            while (closed.getCount() > 0) {
                try (Connection connection = source.getConnection()) {
                    hear(connection);
                } catch (SQLException e) {
                    LOG.debug("no notices for a moment: {}", e.getMessage());
                    pause();
                }
            }
        }

        private void hear(Connection connection) throws SQLException {
            connection.setAutoCommit(true);
            execute(connection, "LISTEN " + channel);
            PGConnection heard = connection.unwrap(PGConnection.class);
            for (int waits = 1; closed.getCount() > 0; waits++) {
                PGNotification[] notices = heard.getNotifications(WAIT_MILLIS);
                for (PGNotification notice : notices == null ? new PGNotification[0] : notices) {
                    deliver(notice.getParameter());
                }
                if (waits % WAITS_BETWEEN_PROBES == 0) {
                    execute(connection, "SELECT 1");
                }
            }
            execute(connection, "UNLISTEN " + channel);
        }

        private void deliver(String text) {
            try {
                listener.accept(text);
            } catch (RuntimeException e) {
                LOG.debug("a notice was not followed: {}", e.getMessage());
            }
        }

        private void pause() {
            try {
                LOG.trace("closed: {}", closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                closed.countDown();
            }
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        /** Returns at once; the thread ends within a quarter of a second. */
        @Override
        public void close() {
            closed.countDown();
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
