package dev.sealwright.controlplane.description;

import dev.sealwright.controlplane.problem.ProblemKind;
import io.micronaut.http.HttpStatus;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The problems of the API by status, as the document's shared responses. */
final class ProblemAnswers {
    private static final String ANY = "Problem";

    private ProblemAnswers() {}

    static Map<String, Object> reference(int status) {
        if (kinds(status).isEmpty()) {
            throw new AssertionError("no kind of problem has the status " + status);
        }
        return reference(name(HttpStatus.valueOf(status)));
    }

    /** Any problem. */
    static Map<String, Object> reference() {
        return reference(ANY);
    }

    private static Map<String, Object> reference(String name) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/components/responses/" + name);
        return reference;
    }

    static Map<String, Object> components() {
        Map<String, Object> components = new LinkedHashMap<>();
        Arrays.stream(ProblemKind.values())
                .map(ProblemKind::status)
                .distinct()
                .sorted()
                .forEach(status -> components.put(name(status), response(status.getCode())));
        components.put(ANY, response("Any other problem.", Map.of()));
        return components;
    }

    private static Map<String, Object> response(int status) {
        String said =
                kinds(status).stream()
                        .map(kind -> "`" + kind.slug() + "`: " + kind.title() + ".")
                        .collect(Collectors.joining(" "));
        Map<String, Object> headers = new LinkedHashMap<>();
        switch (status) {
            case 401 -> headers.put("WWW-Authenticate", Answers.header("WWW-Authenticate"));
            case 409, 429, 503 -> headers.put("Retry-After", Answers.header("Retry-After"));
            case 423 -> {
                headers.put("Location", Answers.header("Location"));
                headers.put("Retry-After", Answers.header("Retry-After"));
            }
            default -> {}
        }
        return response(said, headers);
    }

    private static Map<String, Object> response(String description, Map<String, Object> more) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Sealwright-Request-Id", Answers.header("Sealwright-Request-Id"));
        headers.putAll(more);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$ref", "#/components/schemas/Problem");
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", description);
        response.put("headers", headers);
        response.put(
                "content",
                Map.of("application/problem+json", new LinkedHashMap<>(Map.of("schema", schema))));
        return response;
    }

    private static List<ProblemKind> kinds(int status) {
        return Arrays.stream(ProblemKind.values())
                .filter(kind -> kind.status().getCode() == status)
                .toList();
    }

    private static String name(HttpStatus status) {
        return Arrays.stream(status.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
