package dev.sealwright.controlplane.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A store of one bucket that takes only signed, conditional writes, and remembers their order. */
final class TileBucket implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Stored> objects = new TreeMap<>();
    private final List<String> written = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int refusals;

    /** An object as it was written. */
    record Stored(Bytes content, String cacheControl) {
        String etag() {
            return '"' + Sha256.of(content).hex().substring(0, 32) + '"';
        }
    }

    TileBucket() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    synchronized Optional<Stored> find(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    /** Somebody else writes, or with nothing deletes. */
    synchronized void set(String name, Optional<Stored> object) {
        objects.remove(name);
        object.ifPresent(stored -> objects.put(name, stored));
    }

    /** It is another bucket from now on, an empty one. */
    synchronized void clear() {
        objects.clear();
        written.clear();
    }

    synchronized void refuse(int writes) {
        refusals = writes;
    }

    /** Names in the order in which they were written. */
    synchronized List<String> written() {
        return List.copyOf(written);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Bytes body = Bytes.of(exchange.getRequestBody().readAllBytes());
            String name = exchange.getRequestURI().getRawPath();
            if (!LockedBucket.isSigned(exchange, body)) {
                violations.add("a signature that does not verify");
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            Stored there = objects.get(name);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> exchange.sendResponseHeaders(put(exchange, name, body), -1);
                case "HEAD" -> {
                    if (there != null) {
                        exchange.getResponseHeaders()
                                .set(
                                        "x-amz-meta-sealwright-sha256",
                                        Sha256.of(there.content()).hex());
                    }
                    exchange.sendResponseHeaders(there == null ? 404 : 200, -1);
                }
                default -> get(exchange, there);
            }
        }
    }

    private static void get(HttpExchange exchange, Stored there) throws IOException {
        if (there == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", there.etag());
        exchange.sendResponseHeaders(200, there.content().size());
        exchange.getResponseBody().write(there.content().toArray());
    }

    private int put(HttpExchange exchange, String name, Bytes body) {
        var headers = exchange.getRequestHeaders();
        Stored there = objects.get(name);
        boolean fresh = "*".equals(headers.getFirst("If-None-Match"));
        String match = headers.getFirst("If-Match");
        if (fresh == (match != null)
                || !Sha256.of(body).base64().equals(headers.getFirst("x-amz-checksum-sha256"))) {
            violations.add("a write without a condition, or of other bytes than it says");
            return 400;
        }
        if (refusals > 0) {
            refusals--;
            return 503;
        }
        if (fresh ? there != null : there == null || !there.etag().equals(match)) {
            return 412;
        }
        objects.put(name, new Stored(body, headers.getFirst("Cache-Control")));
        written.add(name);
        return 200;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
