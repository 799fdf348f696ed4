package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of an object, each taken once by name: a missing one is refused when it is taken, one
 * that nobody took when {@link #end} is called.
 */
public final class JsonFields {
    private final String what;
    private final Map<String, JsonValue> left;

    private JsonFields(String what, Map<String, JsonValue> left) {
        this.what = what;
        this.left = left;
    }

    public static JsonFields of(JsonValue value, String what) {
        return new JsonFields(what, new LinkedHashMap<>(value.asObject(what).members()));
    }

    public JsonValue take(String name) {
        return optional(name).orElseThrow(() -> new MalformedException(what + " lacks " + name));
    }

    public Optional<JsonValue> optional(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    public String text(String name) {
        return take(name).asText(name);
    }

    /** Hexadecimal of exactly {@code size} bytes. */
    public Bytes hex(String name, int size) {
        return Bytes.fromHex(text(name)).requireSize(size, name);
    }

    public int number(String name, int max) {
        return take(name).asInt(name, 0, max);
    }

    public List<JsonValue> array(String name, int max) {
        return take(name).asArray(name, max);
    }

    /** The names nobody has taken yet. */
    public List<String> names() {
        return List.copyOf(left.keySet());
    }

    public void end() {
        if (!left.isEmpty()) {
            throw new MalformedException(what + " has a field it should not have");
        }
    }
}
