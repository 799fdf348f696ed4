package dev.sealwright.controlplane.stream;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A place in a bucket of an S3-compatible store. What it answers is not believed. */
final class Bucket {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final String DIGEST = "x-amz-meta-sealwright-sha256";

    private final HttpClient http;
    private final String base;
    private final SigV4 signing;
    private final InstantSource clock;

    /**
     * @param endpoint of the store
     * @param path bucket and prefix, with a slash at its end; letters, digits and {@code ._/-}
     */
    Bucket(HttpClient http, String endpoint, String path, SigV4 signing, InstantSource clock) {
        if (!path.matches("[A-Za-z0-9][A-Za-z0-9._/-]*/")) {
            throw new IllegalStateException(
                    "a bucket and the prefix of its objects are letters, digits and ._/-");
        }
        this.http = http;
        this.base = endpoint.replaceAll("/+$", "") + "/" + path;
        this.signing = signing;
        this.clock = clock;
    }

    /** An object that was there, and what names this version of it. */
    record Stored(Bytes content, String etag) {}

    /**
     * Writes an object for good: one of that name that is there already has to be the same.
     *
     * @param headers names in lower case
     */
    void putOnce(String name, Map<String, String> headers, Bytes content)
            throws IOException, InterruptedException {
        if (!putIfAbsent(name, headers, content)) {
            requireSame(name, content);
        }
    }

    /** Writes an object unless there is one of that name; false if there was. */
    boolean putIfAbsent(String name, Map<String, String> headers, Bytes content)
            throws IOException, InterruptedException {
        Map<String, String> all = described(headers, content);
        all.put("if-none-match", "*");
        int status = send("PUT", name, all, content, BodyHandlers.discarding()).statusCode();
        require(status == 200 || status == PRECONDITION_FAILED, status);
        return status == 200;
    }

    /** Writes an object in the place of the version that was read, or of none. */
    void replace(String name, Map<String, String> headers, Bytes content, Optional<String> version)
            throws IOException, InterruptedException {
        Map<String, String> all = described(headers, content);
        version.ifPresentOrElse(
                etag -> all.put("if-match", etag), () -> all.put("if-none-match", "*"));
        int status = send("PUT", name, all, content, BodyHandlers.discarding()).statusCode();
        require(status == 200, status);
    }

    /** An object of at most so many bytes. */
    Optional<Stored> get(String name, int most) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                send("GET", name, Map.of(), Bytes.EMPTY, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            require(answer.statusCode() == 200, answer.statusCode());
            byte[] content = body.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException("the object store holds another object at " + name);
            }
            String etag = answer.headers().firstValue("etag").orElse("");
            return Optional.of(new Stored(Bytes.of(content), etag));
        }
    }

    private static Map<String, String> described(Map<String, String> headers, Bytes content) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("x-amz-checksum-sha256", Sha256.of(content).base64());
        all.put(DIGEST, Sha256.of(content).hex());
        return all;
    }

    /** An object of that name that says something else was put there by somebody else. */
    private void requireSame(String name, Bytes content) throws IOException, InterruptedException {
        HttpResponse<Void> there =
                send("HEAD", name, Map.of(), Bytes.EMPTY, BodyHandlers.discarding());
        String digest = there.headers().firstValue(DIGEST).orElse("");
        if (there.statusCode() != 200 || !digest.equals(Sha256.of(content).hex())) {
            throw new IOException(
                    "the object store holds another object at "
                            + URI.create(base + name).getPath());
        }
    }

    private static void require(boolean done, int status) throws IOException {
        if (!done) {
            throw new IOException("the object store answers " + status);
        }
    }

    private <T> HttpResponse<T> send(
            String method,
            String name,
            Map<String, String> headers,
            Bytes body,
            BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI object = URI.create(base + name);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(object)
                        .timeout(PATIENCE)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body.toArray()));
        signing.headers(method, object, headers, body, clock.instant()).forEach(request::header);
        return http.send(request.build(), handler);
    }
}
