package dev.sealwright.operator.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where alarms are posted, each as one JSON object. One that cannot be delivered waits for the next
 * round, in order. The URL may hold a secret and is never shown.
 */
final class Webhook implements AutoCloseable {
    private static final int MOST = 1000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();

    private Webhook(URI url) {
        this.url = url;
    }

    static Webhook to(String url) {
        try {
            var uri = URI.create(url);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || isLoopback(uri))) {
                return new Webhook(uri);
            }
        } catch (IllegalArgumentException _) {
            // Said below, without the URL.
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "the webhook's URL is not https",
                "write one https:// URL into the file; http is taken for this machine only");
    }

    private static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme())
                && (uri.getHost().equals("localhost") || uri.getHost().equals("127.0.0.1"));
    }

    void add(ObjectNode alarm) {
        if (waiting.size() == MOST) {
            waiting.removeFirst();
        }
        waiting.add(alarm);
    }

    /** Delivers what waits; false when something still does. */
    boolean deliver() throws InterruptedException {
        while (!waiting.isEmpty()) {
            if (!post(waiting.getFirst())) {
                return false;
            }
            waiting.removeFirst();
        }
        return true;
    }

    private boolean post(ObjectNode alarm) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Json.bytes(alarm)))
                        .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
