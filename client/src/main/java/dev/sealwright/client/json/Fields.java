package dev.sealwright.client.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one JSON object by name and type; what is missing or of another type is malformed. */
public record Fields(JsonNode node) {
    public Fields {
        if (!node.isObject()) {
            throw new MalformedException("a JSON object was expected");
        }
    }

    public static Fields parse(byte[] json) {
        return new Fields(Json.parse(json));
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "text"));
    }

    public Optional<String> optionalText(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw missing(name, "text");
        }
        return Optional.of(value.textValue());
    }

    public long number(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw missing(name, "a whole number");
        }
        return value.longValue();
    }

    public boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw missing(name, "true or false");
        }
        return value.booleanValue();
    }

    /** base64url without padding. */
    public Bytes binary(String name) {
        return Bytes.fromBase64Url(text(name));
    }

    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (JsonNode item : array(name)) {
            if (!item.isTextual()) {
                throw missing(name, "a list of texts");
            }
            texts.add(item.textValue());
        }
        return List.copyOf(texts);
    }

    public Fields object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name, "an object"));
    }

    public Optional<Fields> optionalObject(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(new Fields(value));
    }

    public List<Fields> objects(String name) {
        var objects = new ArrayList<Fields>();
        array(name).forEach(item -> objects.add(new Fields(item)));
        return List.copyOf(objects);
    }

    private JsonNode array(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            throw missing(name, "a list");
        }
        return value;
    }

    private static MalformedException missing(String name, String expected) {
        return new MalformedException("\"" + name + "\" should be " + expected);
    }
}
