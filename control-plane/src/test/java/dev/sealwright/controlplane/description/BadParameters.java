package dev.sealwright.controlplane.description;

import java.util.List;
import java.util.Map;

/** Values that a described parameter must not have. */
public final class BadParameters {
    private static final String TOO_LARGE = "99999999999999999999";

    private BadParameters() {}

    public static List<String> of(Map<String, Object> parameter) {
        Map<String, Object> schema = Yaml.map(parameter.get("schema"));
        if (parameter.get("in").equals("header")) {
            return List.of();
        }
        if (schema.get("type").equals("integer")) {
            return List.of("x", "1.5", "-1", TOO_LARGE);
        }
        if (schema.containsKey("format") || parameter.get("name").equals("cursor")) {
            return List.of("nonsense", "\u0000");
        }
        return schema.containsKey("pattern")
                ? List.of("UPPER CASE", "a".repeat(64), "-", "..", "\u0000")
                : List.of("\u0000");
    }
}
