package dev.sealwright.controlplane.storage;

import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters in order, or several that are sent together. */
public final class Sql {
    private static final int FETCH = 512;

    private final Connection connection;
    private final String text;
    private final List<@Nullable Object> parameters = new ArrayList<>();

    private Sql(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
    }

    public static Sql of(Connection connection, String text) {
        return new Sql(connection, text);
    }

    /** Reads the present row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /** Takes the rows one by one, without holding them all. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(Row row) throws SQLException;
    }

    public Sql with(Bytes value) {
        return add(value.toArray());
    }

    public Sql with(UUID value) {
        return add(value);
    }

    public Sql with(String value) {
        return add(value);
    }

    public Sql with(long value) {
        return add(value);
    }

    public Sql with(boolean value) {
        return add(value);
    }

    public Sql with(Instant value) {
        return add(OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
    }

    public Sql withUuids(List<UUID> values) {
        return add(BinaryArray.ofUuids(values));
    }

    public Sql withTexts(List<String> values) throws SQLException {
        return add(connection.createArrayOf("text", values.toArray(String[]::new)));
    }

    public Sql withBytes(List<Bytes> values) throws SQLException {
        return add(
                connection.createArrayOf(
                        "bytea", values.stream().map(Bytes::toArray).toArray(byte[][]::new)));
    }

    public Sql withLongs(List<Long> values) throws SQLException {
        return add(connection.createArrayOf("bigint", values.toArray(Long[]::new)));
    }

    public Sql withFlags(List<Boolean> values) throws SQLException {
        return add(connection.createArrayOf("boolean", values.toArray(Boolean[]::new)));
    }

    public Sql withTimes(List<Instant> values) {
        return add(BinaryArray.ofTimes(values));
    }

    /**
     * Values of which some may be missing.
     *
     * @param type of each, as the database names it
     */
    public Sql withOptionals(String type, List<? extends Optional<?>> values) throws SQLException {
        @Nullable Object[] plain = new @Nullable Object[values.size()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = values.get(i).orElse(null);
        }
        return add(connection.createArrayOf(type, plain));
    }

    /** The value, or NULL. */
    public Sql with(Optional<?> value) {
        return add(value.map(Sql::plain).orElse(null));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Bytes bytes -> bytes.toArray();
            case Instant time -> OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
            default -> value;
        };
    }

    private Sql add(@Nullable Object value) {
        parameters.add(value);
        return this;
    }

    /** Both, sent together: whoever runs them waits for the database once. */
    public Sql then(Sql next) {
        Sql both = new Sql(connection, text + "; " + next.text);
        both.parameters.addAll(parameters);
        both.parameters.addAll(next.parameters);
        return both;
    }

    /** Runs all of them and returns the number of rows that each changed, in order. */
    public List<Integer> updates() throws SQLException {
        try (PreparedStatement statement = prepared()) {
            statement.execute();
            List<Integer> counts = new ArrayList<>();
            for (int count = statement.getUpdateCount(); count >= 0; count = next(statement)) {
                counts.add(count);
            }
            return List.copyOf(counts);
        }
    }

    private static int next(PreparedStatement statement) throws SQLException {
        boolean rows = statement.getMoreResults();
        return rows ? 0 : statement.getUpdateCount();
    }

    /** Runs it and returns the number of rows it changed. */
    public int update() throws SQLException {
        try (PreparedStatement statement = prepared()) {
            return statement.executeUpdate();
        }
    }

    public <T> Optional<T> first(RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepared();
                ResultSet results = statement.executeQuery()) {
            return results.next() ? Optional.of(reader.read(new Row(results))) : Optional.empty();
        }
    }

    /** The one row of a query that always has one. */
    public <T> T only(RowReader<T> reader) throws SQLException {
        return first(reader).orElseThrow(() -> new SQLException("a row is missing", "02000"));
    }

    public <T> List<T> list(RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(row -> rows.add(reader.read(row)));
        return List.copyOf(rows);
    }

    /** Hands over row after row; inside a transaction they are fetched a part at a time. */
    public void each(RowConsumer consumer) throws SQLException {
        try (PreparedStatement statement = prepared()) {
            statement.setFetchSize(FETCH);
            try (ResultSet results = statement.executeQuery()) {
                Row row = new Row(results);
                while (results.next()) {
                    consumer.accept(row);
                }
            }
        }
    }

    private PreparedStatement prepared() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
