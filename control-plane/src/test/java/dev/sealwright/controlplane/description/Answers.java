package dev.sealwright.controlplane.description;

import dev.sealwright.controlplane.access.Allow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What one operation may answer. */
record Answers(OperationText operation) {
    private static final Pattern GENERATED = Pattern.compile("\\w+ \\d+ response");

    Map<String, Object> complete(Map<String, Object> generated) {
        Map<String, Object> responses = new TreeMap<>();
        Map<String, Object> said = Yaml.map(Yaml.copy(generated.get("responses")));
        said.forEach((status, response) -> put(responses, status, Yaml.map(response)));
        for (int status : problems(generated.containsKey("parameters"))) {
            responses.putIfAbsent(Integer.toString(status), ProblemAnswers.reference(status));
        }
        responses.put("default", ProblemAnswers.reference());
        return responses;
    }

    private void put(Map<String, Object> responses, String status, Map<String, Object> response) {
        switch (operation.route().method() + " " + status) {
            case "PUT 200" -> {
                responses.put("200", success("200", Yaml.map(Yaml.copy(response))));
                responses.put("201", success("201", response));
            }
            case "DELETE 200" -> {
                response.remove("content");
                responses.put("204", success("204", response));
            }
            default -> {
                boolean problem = Integer.parseInt(status) >= 400;
                responses.put(
                        status,
                        problem && !response.containsKey("content")
                                ? ProblemAnswers.reference(Integer.parseInt(status))
                                : success(status, response));
            }
        }
    }

    private Map<String, Object> success(String status, Map<String, Object> generated) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", description(status, (String) generated.get("description")));
        Map<String, Object> headers = headers(status);
        Yaml.map(generated.getOrDefault("headers", Map.of()))
                .keySet()
                .forEach(name -> headers.put(name, header(name)));
        response.put("headers", headers);
        if (generated.containsKey("content")) {
            Map<String, Object> content = Yaml.map(generated.get("content"));
            content.forEach((type, media) -> binary(type, Yaml.map(Yaml.map(media).get("schema"))));
            response.put("content", content);
        }
        return response;
    }

    private String description(String status, String generated) {
        return GENERATED.matcher(generated).matches()
                ? (String)
                        Yaml.map(operation.conventions().get("successes"))
                                .get(operation.route().method() + " " + status)
                : generated;
    }

    /**
     * The generator takes bytes for base64 inside of JSON; as a whole answer they are a document.
     */
    private static void binary(String type, Map<String, Object> schema) {
        if (!"byte".equals(schema.get("format"))) {
            return;
        }
        if (type.equals("application/json")) {
            schema.remove("format");
            schema.put("type", "object");
        } else {
            schema.put("format", "binary");
        }
    }

    private Map<String, Object> headers(String status) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Sealwright-Request-Id", header("Sealwright-Request-Id"));
        if (operation.declarative() && !status.equals("204")) {
            headers.put("ETag", header("ETag"));
        }
        if (operation.route().writes() && !operation.route().forHostsOnly()) {
            headers.put("Sealwright-Receipt", header("Sealwright-Receipt"));
        }
        if (operation.route().keepsAnswers()) {
            headers.put("Idempotency-Replayed", header("Idempotency-Replayed"));
        }
        return headers;
    }

    static Map<String, Object> header(String name) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/components/headers/" + name);
        return reference;
    }

    /** The problems that follow from what an operation is. */
    private SortedSet<Integer> problems(boolean hasParameters) {
        SortedSet<Integer> problems = new TreeSet<>();
        Route route = operation.route();
        if (operation.hasBody()) {
            problems.addAll(List.of(400, 413, 415, 422));
        }
        if (route.path().contains("{")) {
            problems.addAll(List.of(404, 422));
        }
        if (hasParameters) {
            problems.add(422);
        }
        if (route.door() != Allow.Door.ANYONE) {
            problems.addAll(List.of(401, 503));
        }
        if (route.door() == Allow.Door.ROLES || route.door() == Allow.Door.HOST) {
            problems.add(403);
        }
        if (route.door() == Allow.Door.ROLES) {
            problems.add(404);
        }
        if (route.writes()) {
            problems.addAll(List.of(429, 503));
            if (!route.forHostsOnly()) {
                problems.add(409);
            }
        }
        if (route.awaitsApproval()) {
            problems.add(423);
        }
        if (operation.conditional()) {
            problems.add(412);
        }
        return problems;
    }
}
