package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.log.ModelSteps.Action;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageException;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import io.micronaut.transaction.TransactionOperations;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three replicas sequence at once, with no lease between them, and clients append and read through
 * them. Each transaction and each call of the key service is a step of its own; whoever takes the
 * next one, and who dies before it, is drawn. Every step must be one of the model's, and what the
 * clients saw must be what one log can have shown them.
 */
class InterleavingsTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int REPLICAS = 3;
    private static final int CLIENTS = 3;
    private static final int EVENTS = 5;
    private static final long MOST_STEPS = 20_000;

    /** More of them make a longer test: {@code -Dsealwright.interleavings=500}. */
    private static final int SEEDS = Integer.getInteger("sealwright.interleavings", 8);

    private static final long SEED = Long.getLong("sealwright.seed", 20_261_126);

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheOrderOneLogComesOfIt(long seed) {
        try (Run run = new Run(seed)) {
            run.untilAllIsAcknowledged();

            assertThat(run.history.appends()).hasSize(CLIENTS * EVENTS);
            assertThat(run.history.faults(run.log())).isEmpty();
            assertThat(run.receiptsThatFail()).isEmpty();
            assertThat(run.integrity()).isEmpty();
            assertThat(run.steps.seen()).containsKeys(Action.values());
            run.trace.write(Path.of("target", "tla", Long.toString(seed)));
        }
    }

    @Test
    void theSameSeedGivesTheSameInterleaving() {
        try (Run one = new Run(SEED);
                Run same = new Run(SEED)) {
            one.untilAllIsAcknowledged();
            same.untilAllIsAcknowledged();

            assertThat(same.interleaving.steps()).isEqualTo(one.interleaving.steps());
        }
    }

    /** One interleaving. */
    private static final class Run implements AutoCloseable {
        private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
        private final TestTrust trust = new TestTrust(clock.instant());
        private final SoftwareVoter voter = new SoftwareVoter(trust);
        private final Postgres database = StorageOn.database();
        private final StorageOn watching = StorageOn.open(database);
        private final History history = new History();
        private final Interleaving interleaving;
        private final ModelSteps steps;
        private final ModelTrace trace;
        private final List<StorageOn> pools = new ArrayList<>();
        private final List<Replica> replicas = new ArrayList<>();
        private final List<Interleaving.Task> clients = new ArrayList<>();

        Run(long seed) {
            LogRoom first = LogRoom.open(database, trust, voter, clock);
            first.log().await(first.propose(ORG));
            first.close();
            interleaving = new Interleaving(seed);
            steps = new ModelSteps(watching.storage(), voter);
            trace = new ModelTrace(watching.storage(), voter);
            for (int i = 0; i < REPLICAS; i++) {
                StorageOn pool = StorageOn.open(database, this::paced);
                pools.add(pool);
                replicas.add(new Replica(i));
            }
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(interleaving.start("client-" + i, () -> live(number)));
            }
        }

        /** A process that is started again when it was killed. */
        private final class Replica {
            private final int number;
            private LogRoom room;
            private Interleaving.Task task;

            Replica(int number) {
                this.number = number;
                start();
            }

            private void start() {
                KeyService reached = reached("replica-" + number);
                LogRoom mine = LogRoom.still(pools.get(number), trust, reached, clock);
                room = mine;
                task = interleaving.start("replica-" + number, () -> sequence(mine.sequencer()));
            }

            void killAndStartAgain() {
                task.kill();
                start();
            }
        }

        private void sequence(Sequencer sequencer) {
            while (true) {
                interleaving.pause();
                try {
                    sequencer.round();
                } catch (KeyServiceUnavailableException e) {
                    interleaving.pause();
                }
            }
        }

        private void live(int client) {
            for (int i = 0; i < EVENTS; i++) {
                UUID id = new UUID(0x7000L + client, 0x8000_0000_0000_0000L + i);
                long asked = history.now();
                history.acknowledged(id, asked, appended(id));
                long reading = history.now();
                SignedHead head = any().storage().read(Heads::signed).orElseThrow();
                history.read(reading, head);
            }
        }

        /** Asks one replica after another, until one says that it is done. */
        private LeafOutcome.Released appended(UUID id) {
            while (true) {
                LogRoom room = any();
                switch (room.log().outcome(id)) {
                    case LeafOutcome.Released released -> {
                        return released;
                    }
                    case LeafOutcome.Unknown _ -> propose(room, id);
                    case LeafOutcome.Waiting _ -> interleaving.pause();
                    case LeafOutcome.Refused refused -> throw new AssertionError(refused.detail());
                }
            }
        }

        private void propose(LogRoom room, UUID id) {
            try {
                room.storage().write(connection -> LogRoom.happened(room.log(), id, ORG));
            } catch (StorageException e) {
                // Another try of the same event was faster.
                assertThat(e.state()).isEqualTo("23505");
            }
        }

        private LogRoom any() {
            return replicas.get(interleaving.random().nextInt(REPLICAS)).room;
        }

        void untilAllIsAcknowledged() {
            while (clients.stream().anyMatch(client -> !client.isOver())) {
                if (interleaving.random().nextInt(60) == 0) {
                    replicas.get(interleaving.random().nextInt(REPLICAS)).killAndStartAgain();
                }
                interleaving.step();
                trace.look(interleaving.last());
                assertThat(steps.look()).isEmpty();
                assertThat(interleaving.steps()).isLessThan(MOST_STEPS);
            }
        }

        /** A pause on either side of each transaction. */
        @SuppressWarnings("unchecked")
        private TransactionOperations<Connection> paced(TransactionOperations<Connection> inner) {
            return (TransactionOperations<Connection>)
                    proxy(
                            TransactionOperations.class,
                            (_, method, arguments) -> {
                                boolean whole =
                                        method.getName().equals("execute")
                                                && inner.findTransactionStatus().isEmpty();
                                return whole
                                        ? paused(() -> method.invoke(inner, arguments))
                                        : unwrapped(() -> method.invoke(inner, arguments));
                            });
        }

        /** A pause on either side of each call, and now and then the answer is lost. */
        private KeyService reached(String replica) {
            return (KeyService)
                    proxy(
                            KeyService.class,
                            (_, method, arguments) -> {
                                Object answer = paused(() -> traced(replica, method, arguments));
                                if (interleaving.random().nextInt(20) == 0) {
                                    throw new KeyServiceUnavailableException("the answer is lost");
                                }
                                return answer;
                            });
        }

        @SuppressWarnings("unchecked")
        private Object traced(String replica, Method method, Object[] arguments)
                throws ReflectiveOperationException {
            long before = voter.head().size();
            Object answer = method.invoke(voter, arguments);
            switch (method.getName()) {
                case "admit" -> trace.asked((List<Bytes>) arguments[0], (List<Admission>) answer);
                case "append" ->
                        trace.asked(
                                replica, (long) arguments[0], (List<Bytes>) arguments[1], before);
                case "appendAndAdmit" -> {
                    trace.asked(replica, (long) arguments[0], (List<Bytes>) arguments[1], before);
                    trace.asked((List<Bytes>) arguments[2], ((Appended) answer).admissions());
                }
                default -> {
                    // Nothing that the model knows of.
                }
            }
            return answer;
        }

        private static Object proxy(Class<?> type, InvocationHandler handler) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        }

        private Object paused(Callable<Object> work) throws Throwable {
            interleaving.pause();
            Object result = unwrapped(work);
            interleaving.pause();
            return result;
        }

        private static Object unwrapped(Callable<Object> work) throws Throwable {
            try {
                return work.call();
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        /** Ids of the leaves, by index. */
        List<UUID> log() {
            return watching.storage()
                    .read(
                            connection ->
                                    Sql.of(connection, "SELECT id FROM log_entry ORDER BY index")
                                            .list(row -> row.uuid("id")));
        }

        List<Long> receiptsThatFail() {
            var verifier = new ReceiptVerifier(trust.anchors());
            return history.appends().stream()
                    .filter(each -> !verifies(verifier, each))
                    .map(History.Append::index)
                    .toList();
        }

        private boolean verifies(ReceiptVerifier verifier, History.Append append) {
            Bytes leaf =
                    watching.storage()
                            .read(connection -> Entries.find(connection, append.id()))
                            .orElseThrow()
                            .leaf();
            return verifier.verify(leaf, append.receipt()).index() == append.index();
        }

        List<IntegrityReport.Finding> integrity() {
            return LogRoom.still(watching, trust, voter, clock).integrity().check().findings();
        }

        @Override
        public void close() {
            pools.forEach(StorageOn::close);
            watching.close();
            database.afterAll(null);
        }
    }
}
