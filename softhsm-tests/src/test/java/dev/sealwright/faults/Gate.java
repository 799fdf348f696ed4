package dev.sealwright.faults;

import dev.sealwright.testkit.FaultOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Holds an enrolment at one step, so that something can be killed exactly there. */
interface Gate extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(30);

    /** Returns when the enrolment stands before the gate. */
    void awaitCaught();

    /** Lets everything through from now on. */
    @Override
    void close();

    /** Holds whatever writes so to that table. */
    static Gate inDatabase(Deployment deployment, String operation, String table) {
        return new InDatabase(deployment, operation, table);
    }

    /** Holds the signature after so many others. */
    static Gate inHsm(Deployment deployment, int after) {
        long calls = deployment.hsm().faults("C_Sign");
        FaultOrder.Given order = deployment.hsm().on("C_Sign").after(after).hang();
        return new Gate() {
            @Override
            public void awaitCaught() {
                await(() -> deployment.hsm().faults("C_Sign") > calls);
            }

            @Override
            public void close() {
                order.end();
            }
        };
    }

    /** What is waited for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws SQLException;
    }

    static void await(Condition condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("nothing came to the gate");
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A trigger that takes an advisory lock, which the test holds. */
    final class InDatabase implements Gate {
        private static final String LOCK = "4242";

        private final Deployment deployment;
        private final String table;
        private Optional<Connection> holder;

        private InDatabase(Deployment deployment, String operation, String table) {
            this.deployment = deployment;
            this.table = table;
            try {
                Connection connection =
                        deployment.postgres().dataSource(Deployment.DATABASE).getConnection();
                holder = Optional.of(connection);
                execute(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
                execute(
                        connection,
                        "CREATE OR REPLACE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$"
                                + " BEGIN PERFORM pg_advisory_xact_lock("
                                + LOCK
                                + "); RETURN NEW; END $$");
                execute(
                        connection,
                        "CREATE TRIGGER gate BEFORE "
                                + operation
                                + " ON "
                                + table
                                + " FOR EACH ROW EXECUTE FUNCTION gate()");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void awaitCaught() {
            await(this::somebodyWaits);
        }

        private boolean somebodyWaits() throws SQLException {
            try (Statement statement = holder.orElseThrow().createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
                return rows.next();
            }
        }

        /** The lock goes with its connection, or went with the server. */
        @Override
        public void close() {
            try {
                holder.orElseThrow().close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Once the server answers again. */
        void remove() {
            deployment
                    .postgres()
                    .execute(Deployment.DATABASE, "DROP TRIGGER IF EXISTS gate ON " + table);
        }
    }
}
