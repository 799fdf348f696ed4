package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The logged form of a resource: {@code {"name":…,"value":…}}, written by this class alone so that
 * equal values give equal bytes. The name stands inside, so that a row cannot be renamed without
 * its digest breaking.
 */
@Singleton
final class Documents {
    private final JsonMapper json;

    Documents(JsonMapper json) {
        this.json = json;
    }

    <T> Bytes write(String name, Argument<T> type, T value) {
        try {
            return Bytes.concat(
                    Bytes.utf8("{\"name\":"),
                    Bytes.of(json.writeValueAsBytes(name)),
                    Bytes.utf8(",\"value\":"),
                    Bytes.of(json.writeValueAsBytes(type, value)),
                    Bytes.utf8("}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The form of a removal. */
    Bytes writeRemoved(String name) {
        try {
            return Bytes.concat(
                    Bytes.utf8("{\"name\":"),
                    Bytes.of(json.writeValueAsBytes(name)),
                    Bytes.utf8(",\"value\":null}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T> Named<T> read(Bytes document, Argument<T> type) {
        try {
            JsonNode tree = json.readValue(document.toArray(), Argument.of(JsonNode.class));
            JsonNode name = tree.get("name");
            JsonNode value = tree.get("value");
            if (name == null || !name.isString() || value == null || value.isNull()) {
                throw new MalformedException("a stored document without name or value");
            }
            T read =
                    Optional.ofNullable(json.readValueFromTree(value, type))
                            .orElseThrow(() -> new MalformedException("an empty document"));
            return new Named<>(name.getStringValue(), read);
        } catch (IOException e) {
            throw new MalformedException("a stored document of another form", e);
        }
    }

    record Named<T>(String name, T value) {}
}
