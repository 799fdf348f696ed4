package dev.sealwright.controlplane;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A JSON document as tests look at it. */
public record Json(JsonNode node) {
    private static final JsonMapper MAPPER = JsonMapper.createDefault();

    public static Json parse(String text) {
        try {
            return new Json(MAPPER.readValue(text, JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Json at(String member) {
        JsonNode value = node.get(member);
        if (value == null) {
            throw new AssertionError("no member " + member + " in " + node.getValue());
        }
        return new Json(value);
    }

    public String text(String member) {
        return String.valueOf(at(member).node.getValue());
    }

    public long number(String member) {
        return at(member).node.getLongValue();
    }

    public boolean flag(String member) {
        return at(member).node.getBooleanValue();
    }

    public List<Json> items(String member) {
        List<Json> items = new ArrayList<>();
        at(member).node.values().forEach(item -> items.add(new Json(item)));
        return items;
    }
}
