package dev.sealwright.controlplane.storage;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * An array without NULL in the database's binary form, for those types that its driver only writes
 * as text: formatting and parsing a thousand ids or times costs as much as storing some of them.
 * The driver takes it so for the types that its {@code binaryTransferEnable} names, and as text
 * where an operator's settings keep it from binary.
 */
final class BinaryArray extends PGobject implements PGBinaryObject {
    @Serial private static final long serialVersionUID = 1;

    /** Of the database's clock. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /**
     * Dimensions, whether there is NULL, type of the elements; their number, and the first index.
     */
    private static final int HEAD = 5 * Integer.BYTES;

    private final transient List<?> values;
    private final transient byte[] encoded;

    private BinaryArray(String type, List<?> values, byte[] encoded) {
        setType(type);
        this.values = values;
        this.encoded = encoded;
    }

    static BinaryArray ofUuids(List<UUID> values) {
        return new BinaryArray(
                "_uuid",
                values,
                encoded(
                        Oid.UUID,
                        2 * Long.BYTES,
                        values,
                        (out, value) ->
                                out.putLong(value.getMostSignificantBits())
                                        .putLong(value.getLeastSignificantBits())));
    }

    /** To the microsecond, as the database has them. */
    static BinaryArray ofTimes(List<Instant> times) {
        List<Instant> values =
                times.stream().map(time -> time.truncatedTo(ChronoUnit.MICROS)).toList();
        return new BinaryArray(
                "_timestamptz",
                values,
                encoded(
                        Oid.TIMESTAMPTZ,
                        Long.BYTES,
                        values,
                        (out, value) -> out.putLong(EPOCH.until(value, ChronoUnit.MICROS))));
    }

    private static <T> byte[] encoded(
            int type, int size, List<T> values, BiConsumer<ByteBuffer, T> writer) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + values.size() * (Integer.BYTES + size));
        out.putInt(1).putInt(0).putInt(type).putInt(values.size()).putInt(1);
        for (T value : values) {
            out.putInt(size);
            writer.accept(out, value);
        }
        return out.array();
    }

    @Override
    public void setByteValue(byte[] value, int offset) throws SQLException {
        throw new SQLException("it is only written", "0A000");
    }

    @Override
    public int lengthInBytes() {
        return encoded.length;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        System.arraycopy(encoded, 0, bytes, offset, encoded.length);
    }

    /** As text; neither ids nor times need quotes in it. */
    @Override
    public String getValue() {
        return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
