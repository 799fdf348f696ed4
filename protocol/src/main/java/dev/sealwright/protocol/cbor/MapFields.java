package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a map with text keys, each taken once by name. A missing field is refused when it
 * is taken, a field nobody took when {@link #end} is called.
 */
public final class MapFields {
    private final String what;
    private final Map<String, CborValue> left;

    private MapFields(String what, Map<String, CborValue> left) {
        this.what = what;
        this.left = left;
    }

    public static MapFields of(CborValue value, String what) {
        Map<CborValue, CborValue> entries = value.asMap(what);
        Map<String, CborValue> left = HashMap.newHashMap(entries.size());
        for (Map.Entry<CborValue, CborValue> each : entries.entrySet()) {
            if (!(each.getKey() instanceof CborValue.Text(String key))) {
                throw new MalformedException("a key of " + what + " is not text");
            }
            left.put(key, each.getValue());
        }
        return new MapFields(what, left);
    }

    public CborValue take(String name) {
        CborValue value = left.remove(name);
        if (value == null) {
            throw new MalformedException(what + " lacks " + name);
        }
        return value;
    }

    /** Whether the field is there, for those that a form may leave out. */
    public boolean has(String name) {
        return left.containsKey(name);
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
        return take(name).asBytes(name, size);
    }

    public Bytes bytes(String name) {
        return take(name).asBytes(name);
    }

    public long uint(String name) {
        return take(name).asUint(name);
    }

    public String text(String name) {
        return take(name).asText(name);
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
        return new Validity(time("nbf"), time("exp"));
    }

    public void end() {
        if (!left.isEmpty()) {
            throw new MalformedException(what + " has a field it should not have");
        }
    }
}
