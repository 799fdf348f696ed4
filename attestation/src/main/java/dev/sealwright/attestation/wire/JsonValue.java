package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.MalformedException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** One JSON value (RFC 8259). Numbers keep the digits they came with. */
public sealed interface JsonValue {
    /**
     * Members in the order read. {@code raw} is the exact text it was read from, empty if it was
     * built.
     */
    record Obj(SequencedMap<String, JsonValue> members, String raw) implements JsonValue {
        public Obj {
            members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
        }

        public Optional<JsonValue> get(String name) {
            return Optional.ofNullable(members.get(name));
        }
    }

    record Arr(List<JsonValue> items) implements JsonValue {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Str(String value) implements JsonValue {}

    record Num(BigDecimal value) implements JsonValue {}

    record Bool(boolean value) implements JsonValue {}

    record Null() implements JsonValue {}

    static JsonValue of(String text) {
        return new Str(text);
    }

    static JsonValue of(long number) {
        return new Num(BigDecimal.valueOf(number));
    }

    static JsonValue of(boolean value) {
        return new Bool(value);
    }

    static JsonValue texts(List<String> items) {
        return new Arr(items.stream().map(JsonValue::of).toList());
    }

    static Obj object(Map<String, JsonValue> members) {
        return new Obj(new LinkedHashMap<>(members), "");
    }

    default Obj asObject(String what) {
        if (this instanceof Obj object) {
            return object;
        }
        throw new MalformedException(what + " is not an object");
    }

    default List<JsonValue> asArray(String what, int max) {
        if (this instanceof Arr(List<JsonValue> items)) {
            if (items.size() > max) {
                throw new MalformedException(what + " has more than " + max + " items");
            }
            return items;
        }
        throw new MalformedException(what + " is not an array");
    }

    default String asText(String what) {
        if (this instanceof Str(String value)) {
            return value;
        }
        throw new MalformedException(what + " is not text");
    }

    default boolean asBool(String what) {
        if (this instanceof Bool(boolean value)) {
            return value;
        }
        throw new MalformedException(what + " is not true or false");
    }

    /** A whole number that fits. */
    default long asLong(String what) {
        if (this instanceof Num(BigDecimal value)) {
            try {
                return value.longValueExact();
            } catch (ArithmeticException e) {
                throw new MalformedException(what + " is not a whole number of 64 bits", e);
            }
        }
        throw new MalformedException(what + " is not a number");
    }

    default int asInt(String what, int min, int max) {
        long value = asLong(what);
        if (value < min || value > max) {
            throw new MalformedException(what + " is not within " + min + " to " + max);
        }
        return (int) value;
    }
}
