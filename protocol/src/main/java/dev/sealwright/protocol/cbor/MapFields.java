package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a map with text keys, each taken once by name. A missing field is refused when it
 * is taken, a field nobody took when {@link #end} is called. Of a map that is still to be read,
 * fields that are taken in the order in which they stand come straight from the input; only those
 * that are stepped over are kept as a tree.
 */
public final class MapFields {
    private final String what;
    private final List<Field> left;
    private final CborEntries ahead;

    private record Field(String name, CborValue value) {}

    private MapFields(String what, List<Field> left, CborEntries ahead) {
        this.what = what;
        this.left = left;
        this.ahead = ahead;
    }

    public static MapFields of(CborValue value, String what) {
        Map<CborValue, CborValue> entries = value.asMap(what);
        List<Field> left = new ArrayList<>(entries.size());
        for (Map.Entry<CborValue, CborValue> each : entries.entrySet()) {
            if (!(each.getKey() instanceof CborValue.Text(String key))) {
                throw new MalformedException("a key of " + what + " is not text");
            }
            left.add(new Field(key, each.getValue()));
        }
        return new MapFields(what, left, CborEntries.NONE);
    }

    /** Of the map that comes next; {@link #end} is called before anything behind it is read. */
    public static MapFields read(CborCursor cursor, String what) {
        return new MapFields(what, new ArrayList<>(), cursor.map(what));
    }

    public CborValue take(String name) {
        if (ahead.nextIs(name)) {
            return ahead.cursor().value();
        }
        readAll();
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).name().equals(name)) {
                return left.remove(i).value();
            }
        }
        throw new MalformedException(what + " lacks " + name);
    }

    private void readAll() {
        while (ahead.next()) {
            left.add(new Field(ahead.text("a key"), ahead.cursor().value()));
        }
    }

    /** Whether the field is there, for those that a form may leave out. */
    public boolean has(String name) {
        readAll();
        return left.stream().anyMatch(field -> field.name().equals(name));
    }

    /** The field, or empty if it is null; it must be there. */
    public Optional<CborValue> takeNullable(String name) {
        CborValue value = take(name);
        return value instanceof CborValue.Null ? Optional.empty() : Optional.of(value);
    }

    /** The fields of a map inside this one. */
    public MapFields section(String name) {
        return of(take(name), name);
    }

    public Bytes bytes(String name, int size) {
        return bytes(name).requireSize(size, name);
    }

    public Bytes bytes(String name) {
        return ahead.nextIs(name) ? ahead.cursor().bytes(name) : take(name).asBytes(name);
    }

    public long uint(String name) {
        return ahead.nextIs(name) ? ahead.cursor().uint(name) : take(name).asUint(name);
    }

    public String text(String name) {
        return ahead.nextIs(name) ? ahead.cursor().text(name) : take(name).asText(name);
    }

    public List<String> texts(String name) {
        return take(name).asArray(name).stream()
                .map(item -> item.asText("an item of " + name))
                .toList();
    }

    public Instant time(String name) {
        return Seconds.of(uint(name));
    }

    /** The fields {@code nbf} and {@code exp}. */
    public Validity validity() {
        Instant expires = time("exp");
        return new Validity(time("nbf"), expires);
    }

    public void end() {
        if (ahead.next() || !left.isEmpty()) {
            throw new MalformedException(what + " has a field it should not have");
        }
    }
}
