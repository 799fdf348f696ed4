package dev.sealwright.controlplane.storage;

import dev.sealwright.protocol.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * The present row of a result. A column that may be NULL is read by its {@code optional…} method.
 */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public Bytes bytes(String column) throws SQLException {
        return optionalBytes(column).orElseThrow(() -> missing(column));
    }

    public Optional<Bytes> optionalBytes(String column) throws SQLException {
        return Optional.ofNullable(results.getBytes(column)).map(Bytes::of);
    }

    public String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> missing(column));
    }

    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    public UUID uuid(String column) throws SQLException {
        return optionalUuid(column).orElseThrow(() -> missing(column));
    }

    public Optional<UUID> optionalUuid(String column) throws SQLException {
        return Optional.ofNullable(results.getObject(column, UUID.class));
    }

    public long number(String column) throws SQLException {
        return optionalNumber(column).orElseThrow(() -> missing(column));
    }

    /** Of any integer type. */
    public Optional<Long> optionalNumber(String column) throws SQLException {
        long value = results.getLong(column);
        return results.wasNull() ? Optional.empty() : Optional.of(value);
    }

    public boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    public Instant time(String column) throws SQLException {
        return optionalTime(column).orElseThrow(() -> missing(column));
    }

    public Optional<Instant> optionalTime(String column) throws SQLException {
        return Optional.ofNullable(results.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static IllegalStateException missing(String column) {
        return new IllegalStateException("NULL in column " + column);
    }
}
