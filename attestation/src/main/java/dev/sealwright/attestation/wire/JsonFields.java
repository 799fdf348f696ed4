package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of an object, each taken once by name: a missing one is refused when it is taken, one
 * that nobody took when {@link #end} is called.
 */
public final class JsonFields {
    private final String what;
    private final Map<String, JsonValue> all;
    private final Set<String> taken = new HashSet<>();

    private JsonFields(String what, Map<String, JsonValue> all) {
        this.what = what;
        this.all = all;
    }

    public static JsonFields of(JsonValue value, String what) {
        return new JsonFields(what, value.asObject(what).members());
    }

    public JsonValue take(String name) {
        return optional(name).orElseThrow(() -> new MalformedException(what + " lacks " + name));
    }

    public Optional<JsonValue> optional(String name) {
        return taken.add(name) ? Optional.ofNullable(all.get(name)) : Optional.empty();
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
        return all.keySet().stream().filter(name -> !taken.contains(name)).toList();
    }

    public void end() {
        if (!taken.containsAll(all.keySet())) {
            throw new MalformedException(what + " has a field it should not have");
        }
    }
}
