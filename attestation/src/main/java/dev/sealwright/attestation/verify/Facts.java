package dev.sealwright.attestation.verify;

import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Builds the named claims of one piece of evidence, in the order they are added. */
public final class Facts {
    private final LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();

    public Facts put(String name, JsonValue value) {
        members.put(name, value);
        return this;
    }

    public Facts put(String name, String value) {
        return put(name, JsonValue.of(value));
    }

    public Facts put(String name, long value) {
        return put(name, JsonValue.of(value));
    }

    public Facts put(String name, boolean value) {
        return put(name, JsonValue.of(value));
    }

    public Facts put(String name, Bytes value) {
        return put(name, value.hex());
    }

    public Facts put(String name, Instant value) {
        return put(name, value.toString());
    }

    public Facts put(String name, List<String> values) {
        return put(name, JsonValue.texts(values));
    }

    /** Nothing, if there is no value. */
    public Facts putBytes(String name, Optional<Bytes> value) {
        value.ifPresent(v -> put(name, v));
        return this;
    }

    public JsonValue.Obj end() {
        return new JsonValue.Obj(members, "");
    }
}
