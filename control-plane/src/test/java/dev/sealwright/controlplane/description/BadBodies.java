package dev.sealwright.controlplane.description;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bodies that a described operation must not take. */
public final class BadBodies {
    private static final int DEEPEST = 4;

    private final Contract contract;

    private BadBodies(Contract contract) {
        this.contract = contract;
    }

    /** The operation's example with null for what each list and each map holds, one at a time. */
    public static List<Map<String, Object>> withNullsInside(
            Contract contract, Operation operation) {
        Map<String, Object> example = operation.body().orElseGet(HashMap::new);
        return new BadBodies(contract)
                .emptied(operation.bodySchema().get("schema"), 0)
                .map(part -> merged(example, Yaml.map(part)))
                .toList();
    }

    /** Each value of the schema that has one null where a list's or a map's member would be. */
    private Stream<Object> emptied(Object schema, int depth) {
        if (schema == null || depth > DEEPEST) {
            return Stream.of();
        }
        Map<String, Object> resolved = contract.resolved(schema);
        return Stream.of(
                        list(resolved, depth),
                        map(resolved, depth),
                        object(resolved, depth),
                        Yaml.list(resolved.getOrDefault("allOf", List.of())).stream()
                                .flatMap(part -> emptied(part, depth + 1)))
                .flatMap(values -> values);
    }

    private Stream<Object> list(Map<String, Object> schema, int depth) {
        return schema.containsKey("items")
                ? Stream.concat(
                        Stream.of(Arrays.asList((Object) null)),
                        emptied(schema.get("items"), depth + 1).map(List::of))
                : Stream.of();
    }

    private Stream<Object> map(Map<String, Object> schema, int depth) {
        return schema.get("additionalProperties") instanceof Map<?, ?> members
                ? Stream.concat(
                        Stream.of(one("name", null)),
                        emptied(members, depth + 1).map(value -> one("name", value)))
                : Stream.of();
    }

    private Stream<Object> object(Map<String, Object> schema, int depth) {
        return Yaml.map(schema.getOrDefault("properties", Map.of())).entrySet().stream()
                .flatMap(
                        property ->
                                emptied(property.getValue(), depth + 1)
                                        .map(value -> one(property.getKey(), value)));
    }

    private static Map<String, Object> one(String name, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(name, value);
        return map;
    }

    /** What the part says stands in the whole's place, object by object. */
    private static Map<String, Object> merged(Map<String, Object> whole, Map<String, Object> part) {
        Map<String, Object> merged = new LinkedHashMap<>(whole);
        part.forEach(
                (name, value) ->
                        merged.put(
                                name,
                                value instanceof Map<?, ?> && whole.get(name) instanceof Map<?, ?>
                                        ? merged(Yaml.map(whole.get(name)), Yaml.map(value))
                                        : value));
        return merged;
    }
}
