package dev.sealwright.controlplane.storage;

import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.exceptions.CannotCreateTransactionException;
import io.micronaut.transaction.support.TransactionSynchronization;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Work in transactions. Work that starts inside a transaction joins it. The outermost is repeated
 * when the database asks for that (serialization failure, deadlock), so work has no effect but on
 * the database until it returns.
 */
@Singleton
public final class Storage {
    private static final int ATTEMPTS = 10;
    private static final Set<String> REPEAT = Set.of("40001", "40P01");

    /** Text that PostgreSQL has no place for, such as U+0000. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58");

    private static final TransactionDefinition SNAPSHOT =
            new TransactionDefinition() {
                @Override
                public Optional<Isolation> getIsolationLevel() {
                    return Optional.of(Isolation.REPEATABLE_READ);
                }

                @Override
                public Optional<Boolean> isReadOnly() {
                    return Optional.of(true);
                }
            };

    private static final TransactionDefinition NONE =
            TransactionDefinition.of(TransactionDefinition.Propagation.SUPPORTS);

    private final TransactionOperations<Connection> transactions;
    private final Traces traces;

    public Storage(TransactionOperations<Connection> transactions, Traces traces) {
        this.transactions = transactions;
        this.traces = traces;
    }

    /** Statements on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    public <T> T write(Work<T> work) {
        return inTransaction()
                ? run(TransactionDefinition.DEFAULT, work)
                : traces.inRequest("decide", () -> run(TransactionDefinition.DEFAULT, work));
    }

    /**
     * Writes what is soon written again: it waits for no sync of the disk, and may be missing after
     * a crash of the database.
     */
    public <T> T writeUnsynced(Work<T> work) {
        return write(
                connection -> {
                    Sql.of(connection, "SET LOCAL synchronous_commit = off").update();
                    return work.in(connection);
                });
    }

    public <T> T read(Work<T> work) {
        return run(TransactionDefinition.READ_ONLY, work);
    }

    /**
     * One statement that reads. It is a transaction by itself, and saves what beginning and ending
     * one costs; inside a transaction it joins.
     */
    public <T> T look(Work<T> work) {
        return run(NONE, work);
    }

    /** Reads that all see the database as it was at the first of them. */
    public <T> T snapshot(Work<T> work) {
        return run(SNAPSHOT, work);
    }

    /**
     * Work in the caller's transaction.
     *
     * @throws IllegalStateException if there is none
     */
    public <T> T join(Work<T> work) {
        if (!inTransaction()) {
            throw new IllegalStateException("this needs the caller's transaction");
        }
        return once(TransactionDefinition.DEFAULT, work);
    }

    /** Runs {@code action} once the present transaction has committed. */
    public void afterCommit(Runnable action) {
        transactions
                .findTransactionStatus()
                .orElseThrow(() -> new IllegalStateException("this needs the caller's transaction"))
                .registerSynchronization(
                        new TransactionSynchronization() {
                            @Override
                            public void afterCommit() {
                                action.run();
                            }
                        });
    }

    /** Whether the present thread is inside a transaction, and so holds a connection. */
    public boolean inTransaction() {
        return transactions.findTransactionStatus().isPresent();
    }

    private <T> T run(TransactionDefinition definition, Work<T> work) {
        if (inTransaction()) {
            return once(definition, work);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return once(definition, work);
            } catch (StorageException e) {
                if (attempt == ATTEMPTS || !REPEAT.contains(e.state())) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(TransactionDefinition definition, Work<T> work) {
        try {
            return transactions.execute(
                    definition, status -> statements(work, status.getConnection()));
        } catch (CannotCreateTransactionException e) {
            throw new DatabaseUnavailableException(e);
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private static <T> T statements(Work<T> work, Connection connection) {
        try {
            return work.in(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static RuntimeException translated(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException known) {
                return known;
            }
            if (cause instanceof DatabaseUnavailableException known) {
                return known;
            }
            if (cause instanceof MalformedException known) {
                return known;
            }
            if (cause instanceof SQLException sql) {
                return failure(sql);
            }
        }
        return thrown;
    }

    /** What a failed statement means to callers. */
    public static RuntimeException failure(SQLException thrown) {
        String state = thrown.getSQLState();
        if (state != null && UNSTORABLE.contains(state)) {
            return new MalformedException("a text holds a character that cannot be stored", thrown);
        }
        boolean unavailable =
                state == null
                        || state.length() < 2
                        || UNAVAILABLE_CLASSES.contains(state.substring(0, 2));
        return unavailable
                ? new DatabaseUnavailableException(thrown)
                : new StorageException(thrown);
    }
}
