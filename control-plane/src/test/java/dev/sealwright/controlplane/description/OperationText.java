package dev.sealwright.controlplane.description;

import dev.sealwright.controlplane.access.Allow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One operation of the document.
 *
 * @param declarative that its path is that of a declarative resource
 */
record OperationText(Route route, boolean declarative, Map<String, Object> conventions) {

    Map<String, Object> complete(Map<String, Object> generated, Example example) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("tags", new ArrayList<>(List.of(route.room())));
        operation.put("summary", generated.get("summary"));
        operation.put("description", whoMay());
        operation.put("operationId", generated.get("operationId"));
        List<Object> parameters = parameters(generated, example);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (generated.containsKey("requestBody")) {
            operation.put("requestBody", body(generated, example));
        }
        operation.put("responses", new Answers(this).complete(generated));
        if (route.door() == Allow.Door.ANYONE || route.door() == Allow.Door.HOST) {
            operation.put("security", new ArrayList<>());
        }
        if (!route.roles().isEmpty()) {
            operation.put("x-roles", route.roles().stream().map(Enum::name).toList());
        }
        operation.put("x-door", route.door().name());
        Map<String, Object> exampleOf = new LinkedHashMap<>();
        exampleOf.put("step", example.step());
        exampleOf.put("status", example.status());
        operation.put("x-example", exampleOf);
        return operation;
    }

    private String whoMay() {
        return switch (route.door()) {
            case ANYONE -> "Takes no credential.";
            case SIGNED_IN -> "Takes an API key, whatever its roles.";
            case HOST -> "Takes the client certificate of a host, in TLS.";
            case ROLES ->
                    "Takes one of the roles "
                            + route.roles().stream()
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", "))
                            + ".";
        };
    }

    boolean conditional() {
        return declarative && route.writes();
    }

    boolean hasBody() {
        return List.of("PUT", "POST").contains(route.method());
    }

    private List<Object> parameters(Map<String, Object> generated, Example example) {
        List<Object> parameters = new ArrayList<>();
        for (Map<String, Object> parameter : Yaml.list(generated.get("parameters"))) {
            String name = (String) parameter.get("name");
            boolean inPath = route.path().contains("{" + name + "}");
            boolean inHeader = "header".equals(parameter.get("in"));
            parameters.add(
                    parameter(
                            name,
                            inPath ? "path" : (String) parameter.get("in"),
                            inPath || !(inHeader || optional(name)),
                            parameter,
                            example));
        }
        if (conditional()) {
            parameters.add(parameter("If-Match", "header", false, Map.of(), example));
            parameters.add(parameter("If-None-Match", "header", false, Map.of(), example));
        }
        if (route.keepsAnswers()) {
            parameters.add(parameter("Idempotency-Key", "header", false, Map.of(), example));
        }
        return parameters;
    }

    private boolean optional(String name) {
        return route.optional().stream().anyMatch(name.replace("_", "")::equalsIgnoreCase);
    }

    private Map<String, Object> parameter(
            String name,
            String in,
            boolean required,
            Map<String, Object> generated,
            Example example) {
        Map<String, Object> usual =
                Yaml.map(Yaml.map(conventions.get("parameters")).getOrDefault(name, Map.of()));
        Object description = generated.getOrDefault("description", usual.get("description"));
        if (description == null) {
            throw new AssertionError(
                    route + ": say what " + name + " is, by @Parameter(description = …)");
        }
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put("description", description);
        parameter.put("required", required);
        parameter.put("schema", Yaml.copy(usual.getOrDefault("schema", generated.get("schema"))));
        if (example.parameters().containsKey(name)) {
            parameter.put("example", example.parameters().get(name));
        }
        return parameter;
    }

    private static Map<String, Object> body(Map<String, Object> generated, Example example) {
        Map<String, Object> body = Yaml.map(Yaml.copy(generated.get("requestBody")));
        Yaml.map(Yaml.map(body, "content"), "application/json")
                .put(
                        "example",
                        example.body()
                                .orElseThrow(
                                        () ->
                                                new AssertionError(
                                                        "the example of "
                                                                + example.operation()
                                                                + " has no body")));
        return body;
    }
}
