package dev.sealwright.controlplane.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.testkit.Postgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that are sent together. */
final class SqlTest {
    private static final String INSERT = "INSERT INTO numbers SELECT * FROM unnest(?::bigint[])";

    private final Postgres database = StorageOn.database();
    private final StorageOn pool = StorageOn.open(database);
    private final Storage storage = pool.storage();

    @BeforeEach
    void table() {
        storage.write(c -> Sql.of(c, "CREATE TABLE numbers (number bigint PRIMARY KEY)").update());
    }

    @AfterEach
    void close() {
        pool.close();
        database.afterAll(null);
    }

    @Test
    void eachHasItsParametersAndItsCountInOrder() {
        List<Integer> counts =
                storage.write(
                        c ->
                                Sql.of(c, INSERT)
                                        .withLongs(List.of(1L, 2L, 3L))
                                        .then(
                                                Sql.of(c, "DELETE FROM numbers WHERE number > ?")
                                                        .with(1))
                                        .then(Sql.of(c, "SELECT number FROM numbers"))
                                        .then(
                                                Sql.of(c, "DELETE FROM numbers WHERE number > ?")
                                                        .with(9))
                                        .then(Sql.of(c, INSERT).withLongs(List.of(7L)))
                                        .updates());

        assertThat(counts).containsExactly(3, 2, 0, 0, 1);
        assertThat(numbers()).containsExactly(1L, 7L);
    }

    @Test
    void oneThatFailsTakesAllBack() {
        assertThatThrownBy(
                        () ->
                                storage.write(
                                        c ->
                                                Sql.of(c, INSERT)
                                                        .withLongs(List.of(1L))
                                                        .then(
                                                                Sql.of(c, INSERT)
                                                                        .withLongs(List.of(2L, 2L)))
                                                        .then(
                                                                Sql.of(c, INSERT)
                                                                        .withLongs(List.of(3L)))
                                                        .updates()))
                .isInstanceOf(StorageException.class);

        assertThat(numbers()).isEmpty();
    }

    private List<Long> numbers() {
        return storage.read(
                c ->
                        Sql.of(c, "SELECT number FROM numbers ORDER BY number")
                                .list(row -> row.number("number")));
    }
}
