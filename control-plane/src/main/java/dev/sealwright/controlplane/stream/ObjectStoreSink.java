package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.stream.Batch.Line;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Objects of an S3-compatible store, locked so that nobody can change or delete them for as long as
 * configured. An object is a range of the log, named by its first and last index and written only
 * if there is none of that name: the same range sent again finds itself.
 */
final class ObjectStoreSink implements Sink {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> MODES = Set.of("COMPLIANCE", "GOVERNANCE");
    private static final int PRECONDITION_FAILED = 412;
    private static final String DIGEST = "x-amz-meta-sealwright-sha256";

    private final HttpClient http;
    private final String base;
    private final SigV4 signing;
    private final StreamSettings.ObjectStore settings;
    private final InstantSource clock;

    private ObjectStoreSink(
            HttpClient http,
            String base,
            SigV4 signing,
            StreamSettings.ObjectStore settings,
            InstantSource clock) {
        this.http = http;
        this.base = base;
        this.signing = signing;
        this.settings = settings;
        this.clock = clock;
    }

    static ObjectStoreSink of(
            String endpoint,
            StreamSettings.ObjectStore settings,
            String origin,
            InstantSource clock) {
        String bucket = settings.needed(settings.bucket(), "bucket");
        String path = bucket + "/" + settings.prefix() + origin.replace(':', '_') + "/";
        if (!path.matches("[A-Za-z0-9][A-Za-z0-9._/-]*")
                || !MODES.contains(settings.mode())
                || settings.retentionDays() < 1) {
            throw new IllegalStateException(
                    "sealwright.stream.s3: bucket and prefix are letters, digits and ._/-, mode is"
                            + " COMPLIANCE or GOVERNANCE, retention-days at least 1");
        }
        return new ObjectStoreSink(
                TrustedBy.http(settings.ca()),
                endpoint.replaceAll("/+$", "") + "/" + path,
                new SigV4(
                        settings.needed(settings.accessKeyId(), "access-key-id"),
                        settings.needed(settings.secretKey(), "secret-key"),
                        settings.needed(settings.region(), "region")),
                settings,
                clock);
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    @Override
    public void deliver(Batch batch) throws IOException, InterruptedException {
        URI object =
                URI.create(
                        base
                                + String.format(
                                        Locale.ROOT,
                                        "%020d-%020d.jsonl",
                                        batch.first(),
                                        batch.last()));
        Bytes content = content(batch);
        HttpResponse<Void> answer = send("PUT", object, headers(content), content);
        if (answer.statusCode() == PRECONDITION_FAILED) {
            requireSame(object, content);
        } else if (answer.statusCode() != 200) {
            throw new IOException("the object store answers " + answer.statusCode());
        }
    }

    private static Bytes content(Batch batch) {
        var out = new ByteArrayOutputStream();
        for (Line line : batch.lines()) {
            out.writeBytes(line.json().toArray());
            out.write('\n');
        }
        return Bytes.of(out.toByteArray());
    }

    private Map<String, String> headers(Bytes content) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-ndjson");
        headers.put("if-none-match", "*");
        headers.put("x-amz-checksum-sha256", Sha256.of(content).base64());
        headers.put(DIGEST, Sha256.of(content).hex());
        headers.put("x-amz-object-lock-mode", settings.mode());
        headers.put(
                "x-amz-object-lock-retain-until-date",
                clock.instant()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plus(Duration.ofDays(settings.retentionDays()))
                        .toString());
        return headers;
    }

    /** An object of that name that says something else was put there by somebody else. */
    private void requireSame(URI object, Bytes content) throws IOException, InterruptedException {
        HttpResponse<Void> there = send("HEAD", object, Map.of(), Bytes.EMPTY);
        String digest = there.headers().firstValue(DIGEST).orElse("");
        if (there.statusCode() != 200 || !digest.equals(Sha256.of(content).hex())) {
            throw new IOException("the object store holds another object at " + object.getPath());
        }
    }

    private HttpResponse<Void> send(
            String method, URI object, Map<String, String> headers, Bytes body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(object)
                        .timeout(PATIENCE)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body.toArray()));
        signing.headers(method, object, headers, body, clock.instant()).forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding());
    }
}
