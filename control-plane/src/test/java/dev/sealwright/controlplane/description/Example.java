package dev.sealwright.controlplane.description;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A request that succeeds, once those before it did.
 *
 * @param step its place among the examples, from 1
 * @param status of the answer
 */
record Example(
        String operation,
        int step,
        Map<String, Object> parameters,
        Optional<Object> body,
        int status) {

    static List<Example> all() {
        List<Map<String, Object>> written = Yaml.list(Yaml.resource("examples.yml"));
        return IntStream.range(0, written.size())
                .mapToObj(at -> of(written.get(at), at + 1))
                .toList();
    }

    private static Example of(Map<String, Object> written, int step) {
        return new Example(
                (String) written.get("operation"),
                step,
                Yaml.map(written.getOrDefault("parameters", Map.of())),
                Optional.ofNullable(written.get("body")),
                (int) written.get("status"));
    }
}
