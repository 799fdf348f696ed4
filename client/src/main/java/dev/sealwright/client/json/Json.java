package dev.sealwright.client.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Strict JSON: one value, no duplicate names, nothing after it, at most 32 levels deep and 2 MiB a
 * string.
 */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxStringLength(2 * 1024 * 1024)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final ObjectWriter READABLE = MAPPER.writerWithDefaultPrettyPrinter();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One JSON value; anything else is malformed. */
    public static JsonNode parse(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new MalformedException("empty where JSON was expected");
            }
            return node;
        } catch (JsonProcessingException _) {
            throw new MalformedException("not the JSON that was expected");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One JSON object as maps, lists and scalars: what protocol records read and write. */
    public static Map<String, Object> map(byte[] text) {
        return map(parse(text));
    }

    public static Map<String, Object> map(JsonNode node) {
        if (!node.isObject()) {
            throw new MalformedException("a JSON object was expected");
        }
        return MAPPER.convertValue(node, MAP);
    }

    public static ObjectNode tree(Map<String, ?> map) {
        return MAPPER.valueToTree(map);
    }

    /** Compact UTF-8. */
    public static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Indented UTF-8 with a final newline, for a file. */
    public static byte[] document(JsonNode node) {
        return (readable(node) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Indented, for people; without a final newline. */
    public static String readable(JsonNode node) {
        try {
            return READABLE.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
