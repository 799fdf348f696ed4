package dev.sealwright.controlplane.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealwright.controlplane.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenTelemetry collector that keeps the body of each log record it takes. */
final class LogCollector implements AutoCloseable {
    static final String AUTHORIZATION = "Bearer collector-credential-for-tests";

    private final HttpServer server;
    private final List<String> bodies = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger rejecting = new AtomicInteger();

    LogCollector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/logs", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1/logs";
    }

    /** The next requests are answered by 200, but some of their records are not taken. */
    void reject(int requests) {
        rejecting.set(requests);
    }

    synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    || !"application/json"
                            .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                violations.add("not authorised, or no JSON");
            }
            if (rejecting.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
                answer(exchange, "{\"partialSuccess\":{\"rejectedLogRecords\":\"1\"}}");
                return;
            }
            keep(Json.parse(text));
            answer(exchange, "{}");
        }
    }

    private void keep(Json request) {
        for (Json resource : request.items("resourceLogs")) {
            for (Json scope : resource.items("scopeLogs")) {
                for (Json record : scope.items("logRecords")) {
                    if (!record.text("timeUnixNano").matches("[0-9]{19}")
                            || record.number("severityNumber") < 9) {
                        violations.add("no log record: " + record.node());
                    }
                    bodies.add(record.at("body").text("stringValue"));
                }
            }
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
