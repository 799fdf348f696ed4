package dev.sealwright.controlplane.description;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The document's schemas: the generated ones, as strict as the service is. */
final class Schemas {
    private static final String PREFIX = "#/components/schemas/";

    private final Map<String, Object> generated;
    private final Map<String, Object> conventions;

    Schemas(Map<String, Object> generated, Map<String, Object> conventions) {
        this.generated = generated;
        this.conventions = conventions;
    }

    Map<String, Object> complete() {
        Map<String, Object> raw = Yaml.map(Yaml.map(generated.get("components")).get("schemas"));
        Map<String, Object> schemas = new TreeMap<>();
        raw.forEach((name, schema) -> schemas.put(name, Yaml.copy(schema)));
        Yaml.map(conventions.get("schemas")).forEach((n, s) -> schemas.put(n, Yaml.copy(s)));
        for (String name : accepted(schemas)) {
            refuseUnknownFields(Yaml.map(schemas.get(name)));
        }
        schemas.values().forEach(this::giveForms);
        return schemas;
    }

    /** Those that a request may hold. */
    private Set<String> accepted(Map<String, Object> schemas) {
        Set<String> names = new HashSet<>();
        Yaml.map(generated.get("paths")).values().stream()
                .flatMap(item -> Yaml.map(item).values().stream())
                .map(operation -> Yaml.map(operation).get("requestBody"))
                .filter(body -> body != null)
                .forEach(body -> reach(body, schemas, names));
        return names;
    }

    private static void reach(Object node, Map<String, Object> schemas, Set<String> names) {
        switch (node) {
            case Map<?, ?> map -> map.values().forEach(value -> reach(value, schemas, names));
            case List<?> list -> list.forEach(value -> reach(value, schemas, names));
            case String text when text.startsWith(PREFIX) -> {
                String name = text.substring(PREFIX.length());
                if (names.add(name)) {
                    reach(schemas.get(name), schemas, names);
                }
            }
            case null, default -> {}
        }
    }

    private static void refuseUnknownFields(Map<String, Object> schema) {
        if ("object".equals(schema.get("type"))) {
            schema.putIfAbsent("additionalProperties", false);
        }
    }

    private void giveForms(Object schema) {
        Yaml.map(Yaml.map(schema).getOrDefault("properties", Map.of()))
                .values()
                .forEach(property -> giveForm(Yaml.map(property)));
    }

    private void giveForm(Map<String, Object> property) {
        if (property.containsKey("allOf")) {
            // The generator's way to say that a reference may be null; "nullable" needs a type.
            property.put("type", "object");
        }
        if (Map.of("type", "object").equals(property.get("additionalProperties"))) {
            // The generator's way to say that values may be anything.
            property.put("additionalProperties", true);
        }
        String description = (String) property.getOrDefault("description", "");
        Yaml.map(conventions.get("forms")).entrySet().stream()
                .filter(form -> description.startsWith(form.getKey()))
                .forEach(form -> property.putAll(Yaml.map(form.getValue())));
    }
}
