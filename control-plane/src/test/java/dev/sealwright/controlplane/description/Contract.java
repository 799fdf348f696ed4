package dev.sealwright.controlplane.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.sealwright.controlplane.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** openapi.yml as a client reads it, and what of an answer does not keep to it. */
public final class Contract {
    private static final String HERE = "https://sealwright.test/openapi.yml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> document;
    private final SchemaRegistry schemas;

    private Contract(Map<String, Object> document) {
        this.document = document;
        this.schemas =
                SchemaRegistry.withDialect(
                        Dialects.getOpenApi30(),
                        builder -> builder.schemas(Map.of(HERE, json(document))));
    }

    public static Contract read() {
        try {
            return new Contract(
                    Yaml.map(
                            Yaml.parse(
                                    Files.readString(
                                            Path.of("openapi.yml"), StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of their examples. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        Yaml.map(document.get("paths"))
                .forEach(
                        (path, item) ->
                                Yaml.map(item).entrySet().stream()
                                        .filter(entry -> !entry.getKey().equals("servers"))
                                        .map(
                                                entry ->
                                                        Operation.of(
                                                                path,
                                                                entry.getKey(),
                                                                Yaml.map(item)
                                                                        .containsKey("servers"),
                                                                Yaml.map(entry.getValue())))
                                        .forEach(operations::add));
        operations.sort(Comparator.comparingInt(Operation::step));
        return operations;
    }

    /** What is wrong with an answer; empty when it is as described. */
    public List<String> faults(Operation operation, Answer answer) {
        String status = Integer.toString(answer.status());
        if (!operation.responses().containsKey(status)) {
            return List.of(
                    status
                            + " is none of the described "
                            + new TreeSet<>(operation.responses().keySet()));
        }
        Map<String, Object> response = resolved(operation.responses().get(status));
        List<String> faults = new ArrayList<>(headerFaults(response, answer));
        faults.addAll(contentFaults(Yaml.map(response.getOrDefault("content", Map.of())), answer));
        return faults;
    }

    private List<String> headerFaults(Map<String, Object> response, Answer answer) {
        List<String> faults = new ArrayList<>();
        Yaml.map(response.get("headers"))
                .forEach(
                        (name, reference) -> {
                            Map<String, Object> header = resolved(reference);
                            boolean demanded = Boolean.TRUE.equals(header.get("required"));
                            String value = answer.header(name);
                            if (demanded && value.isEmpty()) {
                                faults.add("no header " + name);
                            }
                            Object pattern = Yaml.map(header.get("schema")).get("pattern");
                            if (pattern != null
                                    && !value.isEmpty()
                                    && !value.matches((String) pattern)) {
                                faults.add("header " + name + " is " + value);
                            }
                        });
        return faults;
    }

    private List<String> contentFaults(Map<String, Object> content, Answer answer) {
        if (content.isEmpty()) {
            return answer.body().size() == 0 ? List.of() : List.of("a body where there is none");
        }
        String type = answer.header("Content-Type").replaceFirst(" *;.*", "");
        if (!content.containsKey(type)) {
            return List.of("content type " + type + " instead of " + content.keySet());
        }
        return type.endsWith("json")
                ? schemaFaults(Yaml.map(content.get(type)), answer.text())
                : List.of();
    }

    /** What is wrong with the example of a request's body. */
    List<String> bodyFaults(Operation operation) {
        return operation
                .body()
                .map(body -> schemaFaults(operation.bodySchema(), json(body)))
                .orElse(List.of());
    }

    private List<String> schemaFaults(Map<String, Object> media, String json) {
        Map<String, Object> schema = Yaml.map(media.get("schema"));
        if (schema.equals(Map.of("type", "object"))) {
            return json.startsWith("{") ? List.of() : List.of("no JSON object");
        }
        String reference = (String) schema.get("$ref");
        return schemas
                .getSchema(SchemaLocation.of(HERE + reference))
                .validate(
                        json,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    Map<String, Object> resolved(Object node) {
        String reference = (String) Yaml.map(node).get("$ref");
        if (reference == null) {
            return Yaml.map(node);
        }
        Object at = document;
        for (String step : reference.substring(2).split("/", -1)) {
            at = Yaml.map(at).get(step);
        }
        return Yaml.map(at);
    }
}
