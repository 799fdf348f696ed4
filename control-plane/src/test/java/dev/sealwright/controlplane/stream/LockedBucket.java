package dev.sealwright.controlplane.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A strict store of one bucket with object lock: it computes each signature itself, takes no object
 * without a lock, and none in the place of another.
 */
final class LockedBucket implements AutoCloseable {
    static final String ACCESS_KEY = "AKIDEXAMPLE";
    static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential="
                            + ACCESS_KEY
                            + "/(\\d{8})/test-1/s3/aws4_request, SignedHeaders=([a-z0-9;-]+),"
                            + " Signature=([0-9a-f]{64})");

    private final HttpServer server;
    private final Map<String, Stored> objects = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger losing = new AtomicInteger();

    private record Stored(Bytes content, String digest) {}

    LockedBucket() {
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

    /** The next writes are done, but their answers get lost. */
    void lose(int answers) {
        losing.set(answers);
    }

    /** Somebody else was there before. */
    synchronized void occupy(String path) {
        objects.put(path, new Stored(Bytes.utf8("x"), "x"));
    }

    synchronized void free(String path) {
        objects.remove(path);
    }

    /** Names of the objects, in order. */
    synchronized List<String> names() {
        return List.copyOf(objects.keySet());
    }

    /** The lines of all objects, in the order of their names. */
    synchronized List<String> lines() {
        return objects.values().stream()
                .flatMap(
                        object ->
                                new String(object.content().toArray(), StandardCharsets.UTF_8)
                                        .lines())
                .toList();
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Bytes body = Bytes.of(exchange.getRequestBody().readAllBytes());
            String path = exchange.getRequestURI().getRawPath();
            if (!isSigned(exchange, body)) {
                violations.add("a signature that does not verify");
                exchange.sendResponseHeaders(403, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                head(exchange, path);
            } else {
                exchange.sendResponseHeaders(put(exchange, path, body), -1);
            }
        }
    }

    private void head(HttpExchange exchange, String path) throws IOException {
        Stored stored = objects.get(path);
        if (stored != null) {
            exchange.getResponseHeaders().set("x-amz-meta-sealwright-sha256", stored.digest());
        }
        exchange.sendResponseHeaders(stored == null ? 404 : 200, -1);
    }

    private int put(HttpExchange exchange, String path, Bytes body) throws IOException {
        var headers = exchange.getRequestHeaders();
        boolean locked =
                "COMPLIANCE".equals(headers.getFirst("x-amz-object-lock-mode"))
                        && Instant.parse(headers.getFirst("x-amz-object-lock-retain-until-date"))
                                .isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        if (!exchange.getRequestMethod().equals("PUT")
                || !"*".equals(headers.getFirst("If-None-Match"))
                || !Sha256.of(body).base64().equals(headers.getFirst("x-amz-checksum-sha256"))
                || !locked) {
            violations.add("a request that a locked bucket does not take");
            return 400;
        }
        if (objects.containsKey(path)) {
            return 412;
        }
        objects.put(path, new Stored(body, headers.getFirst("x-amz-meta-sealwright-sha256")));
        if (losing.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
            throw new IOException("the answer is lost");
        }
        return 200;
    }

    /** AWS Signature Version 4, read from its description, not from the code that is tested. */
    static boolean isSigned(HttpExchange exchange, Bytes body) {
        Matcher given =
                AUTHORIZATION.matcher(
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (!given.matches()) {
            return false;
        }
        StringBuilder canonical =
                new StringBuilder(exchange.getRequestMethod())
                        .append('\n')
                        .append(exchange.getRequestURI().getRawPath())
                        .append("\n\n");
        for (String name : given.group(2).split(";", -1)) {
            String value = String.valueOf(exchange.getRequestHeaders().getFirst(name));
            canonical.append(name.toLowerCase(Locale.ROOT)).append(':').append(value).append('\n');
        }
        String payload = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        canonical.append('\n').append(given.group(2)).append('\n').append(payload);
        String date = exchange.getRequestHeaders().getFirst("x-amz-date");
        String text =
                "AWS4-HMAC-SHA256\n"
                        + date
                        + "\n"
                        + given.group(1)
                        + "/test-1/s3/aws4_request\n"
                        + Sha256.of(Bytes.utf8(canonical.toString())).hex();
        Bytes key =
                mac(
                        mac(
                                mac(mac(Bytes.utf8("AWS4" + SECRET_KEY), given.group(1)), "test-1"),
                                "s3"),
                        "aws4_request");
        return Sha256.of(body).hex().equals(payload)
                && date.startsWith(given.group(1))
                && mac(key, text).hex().equals(given.group(3));
    }

    private static Bytes mac(Bytes key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
            return Bytes.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
