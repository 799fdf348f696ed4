package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.audit.AuditEntry;
import dev.sealwright.controlplane.stream.Batch.Line;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * OpenTelemetry log records by OTLP over HTTP, in JSON (opentelemetry.io/docs/specs/otlp). A 200
 * that rejects no record acknowledges them.
 */
final class OtlpSink implements Sink {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int INFO = 9;
    private static final int WARN = 13;
    private static final int MAX_ANSWER = 64 * 1024;

    private final HttpClient http;
    private final URI endpoint;
    private final Optional<String> authorization;
    private final Duration every;
    private final String origin;
    private final JsonMapper json;

    private OtlpSink(
            HttpClient http,
            URI endpoint,
            Optional<String> authorization,
            Duration every,
            String origin,
            JsonMapper json) {
        this.http = http;
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.every = every;
        this.origin = origin;
        this.json = json;
    }

    static OtlpSink of(
            String endpoint, StreamSettings.Otlp settings, String origin, JsonMapper json) {
        return new OtlpSink(
                TrustedBy.http(settings.ca()),
                URI.create(endpoint),
                settings.credential(),
                settings.every(),
                origin,
                json);
    }

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public void deliver(Batch batch) throws IOException, InterruptedException {
        byte[] body =
                json.writeValueAsBytes(
                        Argument.mapOf(String.class, Object.class),
                        Map.of("resourceLogs", List.of(logs(batch))));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (var in = answer.body()) {
            byte[] said = in.readNBytes(MAX_ANSWER);
            if (answer.statusCode() != 200) {
                throw new IOException("the collector answers " + answer.statusCode());
            }
            requireAll(said);
        }
    }

    private void requireAll(byte[] answer) throws IOException {
        if (answer.length == 0) {
            return;
        }
        JsonNode tree = json.readValue(answer, Argument.of(JsonNode.class));
        JsonNode partial = tree == null ? null : tree.get("partialSuccess");
        JsonNode rejected = partial == null ? null : partial.get("rejectedLogRecords");
        if (rejected != null && !rejected.coerceStringValue().equals("0")) {
            throw new IOException(
                    "the collector rejects " + rejected.coerceStringValue() + " records");
        }
    }

    private Map<String, Object> logs(Batch batch) {
        List<Map<String, Object>> records = batch.lines().stream().map(OtlpSink::record).toList();
        return Map.of(
                "resource",
                Map.of(
                        "attributes",
                        List.of(text("service.name", "sealwright"), text("log.origin", origin))),
                "scopeLogs",
                List.of(
                        Map.of(
                                "scope",
                                Map.of("name", "sealwright.audit"),
                                "logRecords",
                                records)));
    }

    private static Map<String, Object> record(Line line) {
        AuditEntry entry = line.entry();
        boolean ok = entry.outcome() == null || "success".equals(entry.outcome());
        List<Map<String, Object>> attributes = new ArrayList<>();
        attributes.add(
                Map.of(
                        "key",
                        "sealwright.leaf_index",
                        "value",
                        Map.of("intValue", Long.toString(entry.leafIndex()))));
        attributes.add(text("sealwright.kind", entry.kind()));
        attributes.add(text("sealwright.org", entry.org()));
        Optional.ofNullable(entry.outcome())
                .ifPresent(value -> attributes.add(text("sealwright.outcome", value)));
        Optional.ofNullable(entry.actor())
                .ifPresent(value -> attributes.add(text("sealwright.actor", value)));
        String nanos = Long.toString(TimeUnit.SECONDS.toNanos(entry.time().getEpochSecond()));
        return Map.of(
                "timeUnixNano",
                nanos,
                "observedTimeUnixNano",
                nanos,
                "severityNumber",
                ok ? INFO : WARN,
                "severityText",
                ok ? "INFO" : "WARN",
                "body",
                Map.of("stringValue", new String(line.json().toArray(), StandardCharsets.UTF_8)),
                "attributes",
                attributes);
    }

    private static Map<String, Object> text(String key, String value) {
        return Map.of("key", key, "value", Map.of("stringValue", value));
    }
}
