package dev.sealwright.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param path path and query, beginning with a slash
 * @param repeatable whether sending it twice does no more than sending it once
 * @param maxBytes the longest answer that is read
 * @param accepted a status beside 200 to 299 that is an answer, not a problem; 0 for none
 */
public record Request(
        String method,
        String path,
        Map<String, String> headers,
        Optional<RequestBody> body,
        boolean repeatable,
        Duration timeout,
        int maxBytes,
        int accepted) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    public Request {
        headers = Map.copyOf(headers);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash");
        }
    }

    public static Request get(String path) {
        return of("GET", path, Optional.empty(), true);
    }

    public static Request put(String path, JsonNode body) {
        return of("PUT", path, Optional.of(RequestBody.json(body)), true);
    }

    public static Request delete(String path) {
        return of("DELETE", path, Optional.empty(), true);
    }

    /** A POST that is sent once. */
    public static Request post(String path, JsonNode body) {
        return of("POST", path, Optional.of(RequestBody.json(body)), false);
    }

    /** A POST that the service makes harmless to repeat: same body, same answer. */
    public static Request repeatablePost(String path, JsonNode body) {
        return of("POST", path, Optional.of(RequestBody.json(body)), true);
    }

    /** The same with bytes for a body. */
    public static Request repeatablePost(String path, RequestBody body) {
        return of("POST", path, Optional.of(body), true);
    }

    /** A POST without a body, sent once. */
    public static Request post(String path) {
        return of("POST", path, Optional.empty(), false);
    }

    public Request within(Duration limit) {
        return new Request(method, path, headers, body, repeatable, limit, maxBytes, accepted);
    }

    public Request header(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Request(method, path, more, body, repeatable, timeout, maxBytes, accepted);
    }

    public Request upTo(int bytes) {
        return new Request(method, path, headers, body, repeatable, timeout, bytes, accepted);
    }

    /** This status is an answer too. */
    public Request accepting(int status) {
        return new Request(method, path, headers, body, repeatable, timeout, maxBytes, status);
    }

    /** Sent at most once, whatever happens. */
    public Request once() {
        return new Request(method, path, headers, body, false, timeout, maxBytes, accepted);
    }

    boolean accepts(int status) {
        return (status >= 200 && status < 300) || (accepted != 0 && status == accepted);
    }

    private static Request of(
            String method, String path, Optional<RequestBody> body, boolean repeatable) {
        return new Request(method, path, Map.of(), body, repeatable, TIMEOUT, MAX_BYTES, 0);
    }
}
