package dev.sealwright.operator.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.attestation.wire.JsonValue;
import java.math.BigDecimal;
import java.util.List;

/** The attestation module's JSON as the command line's. */
public final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    public static JsonNode of(JsonValue value) {
        return switch (value) {
            case JsonValue.Obj object -> object(object);
            case JsonValue.Arr(List<JsonValue> items) -> array(items);
            case JsonValue.Str(String text) -> NODES.textNode(text);
            case JsonValue.Num(BigDecimal number) -> NODES.numberNode(number);
            case JsonValue.Bool(boolean flag) -> NODES.booleanNode(flag);
            case JsonValue.Null() -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonValue.Obj object) {
        ObjectNode out = NODES.objectNode();
        object.members().forEach((name, value) -> out.set(name, of(value)));
        return out;
    }

    private static ArrayNode array(List<JsonValue> items) {
        ArrayNode out = NODES.arrayNode();
        items.forEach(item -> out.add(of(item)));
        return out;
    }
}
