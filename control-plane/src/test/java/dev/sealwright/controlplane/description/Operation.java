package dev.sealwright.controlplane.description;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An operation as openapi.yml describes it.
 *
 * @param forHosts that only the listener for hosts has it
 * @param door what it demands of its caller
 * @param step of its example
 * @param status that its example is answered with
 */
public record Operation(
        String id,
        String method,
        String path,
        boolean forHosts,
        String door,
        List<Map<String, Object>> parameters,
        Map<String, Object> bodySchema,
        Map<String, Object> responses,
        int step,
        int status) {

    static Operation of(
            String path, String method, boolean forHosts, Map<String, Object> described) {
        Map<String, Object> example = Yaml.map(described.get("x-example"));
        return new Operation(
                (String) described.get("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                forHosts,
                (String) described.get("x-door"),
                Yaml.list(described.get("parameters")),
                Yaml.map(
                        Yaml.map(
                                        Yaml.map(described.getOrDefault("requestBody", Map.of()))
                                                .getOrDefault("content", Map.of()))
                                .getOrDefault("application/json", Map.of())),
                Yaml.map(described.get("responses")),
                (int) example.get("step"),
                (int) example.get("status"));
    }

    /** The example's body. */
    public Optional<Map<String, Object>> body() {
        return Optional.ofNullable(bodySchema.get("example"))
                .map(body -> new HashMap<>(Yaml.map(body)));
    }

    public boolean takesBody() {
        return !bodySchema.isEmpty();
    }

    /** The example's parameters that stand in the path, in the query or in headers. */
    public Map<String, String> examples(String in) {
        return parameters.stream()
                .filter(parameter -> parameter.get("in").equals(in))
                .filter(parameter -> parameter.containsKey("example"))
                .collect(
                        Collectors.toMap(
                                parameter -> (String) parameter.get("name"),
                                parameter -> parameter.get("example").toString()));
    }

    /** Path and query of the example, with some of its values replaced. */
    public String target(Map<String, String> instead) {
        String target = path;
        for (Map.Entry<String, String> value : examples("path").entrySet()) {
            String text = instead.getOrDefault(value.getKey(), value.getValue());
            target = target.replace("{" + value.getKey() + "}", encoded(text));
        }
        Map<String, String> query = new HashMap<>(examples("query"));
        parameters.stream()
                .filter(parameter -> parameter.get("in").equals("query"))
                .map(parameter -> (String) parameter.get("name"))
                .filter(instead::containsKey)
                .forEach(name -> query.put(name, instead.get(name)));
        return query.isEmpty()
                ? target
                : query.entrySet().stream()
                        .map(value -> value.getKey() + "=" + encoded(value.getValue()))
                        .collect(Collectors.joining("&", target + "?", ""));
    }

    /** A slash stays: the one parameter that holds some means them. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
