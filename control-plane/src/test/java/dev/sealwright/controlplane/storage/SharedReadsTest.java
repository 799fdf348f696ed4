package dev.sealwright.controlplane.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.testkit.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose answer is whose, by which statement, and what a question that cannot be put costs whom. */
final class SharedReadsTest {
    private static final String UNSTORABLE = "a\0b";

    private final Postgres database = StorageOn.database();
    private final StorageOn pool = StorageOn.open(database);
    private final Storage storage = pool.storage();
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private volatile Optional<RuntimeException> breaks = Optional.empty();
    private final SharedReads<String, String> reads = new SharedReads<>(storage, this::look);

    @AfterEach
    void close() {
        pool.close();
        database.afterAll(null);
    }

    private List<String> look(List<String> texts) {
        asked.add(texts);
        if (!storage.inTransaction()) {
            gate.acquireUninterruptibly();
        }
        breaks.ifPresent(
                e -> {
                    throw e;
                });
        return storage.look(connection -> upper(connection, texts));
    }

    private static List<String> upper(Connection connection, List<String> texts)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT upper(word) AS word FROM unnest(?::text[]) WITH ORDINALITY AS t (word, place) ORDER BY place")
                .withTexts(texts)
                .list(row -> row.text("word"));
    }

    /** The first is under way while the others wait. */
    private List<FutureTask<String>> reading(List<String> texts) {
        List<FutureTask<String>> all = new ArrayList<>();
        for (String text : texts) {
            FutureTask<String> call = new FutureTask<>(() -> reads.read(text));
            Thread thread = Thread.ofPlatform().daemon().start(call);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            all.add(call);
        }
        return all;
    }

    @Test
    void eachIsAnsweredHisOwnByASharedStatement() throws Exception {
        List<FutureTask<String>> all = reading(List.of("a", "b", "c", "b"));
        gate.release(2);

        assertThat(all.get(0).get()).isEqualTo("A");
        assertThat(all.get(1).get()).isEqualTo("B");
        assertThat(all.get(2).get()).isEqualTo("C");
        assertThat(all.get(3).get()).isEqualTo("B");
        assertThat(asked).containsExactly(List.of("a"), List.of("b", "c", "b"));
    }

    @Test
    void whatCannotBeAskedFailsAlone() throws Exception {
        List<FutureTask<String>> all = reading(List.of("a", "b", UNSTORABLE, "c"));
        gate.release(5);

        assertThat(all.get(1).get()).isEqualTo("B");
        assertThat(all.get(3).get()).isEqualTo("C");
        assertThatThrownBy(all.get(2)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(MalformedException.class);
    }

    @Test
    void aDatabaseThatIsAwayIsAwayForAll() {
        List<FutureTask<String>> all = reading(List.of("a", "b", "c"));
        breaks = Optional.of(new DatabaseUnavailableException(new SQLException("away", "08006")));
        gate.release(2);

        for (FutureTask<String> each : all) {
            assertThatThrownBy(each::get).hasCauseInstanceOf(DatabaseUnavailableException.class);
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void insideATransactionItWaitsForNobody() throws Exception {
        FutureTask<String> other = reading(List.of("a")).getFirst();

        String inside = storage.write(_ -> reads.read("b"));
        assertThat(inside).isEqualTo("B");
        gate.release();
        assertThat(other.get()).isEqualTo("A");
    }
}
