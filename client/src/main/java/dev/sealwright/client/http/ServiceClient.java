package dev.sealwright.client.http;

import dev.sealwright.client.http.UnreachableException.Kind;
import dev.sealwright.client.terminal.PlainText;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Talks to one service over one TLS context. Follows no redirect, reads no more than a request
 * allows, and sends again only what is harmless to repeat. Safe for use by several threads.
 */
public final class ServiceClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_PROBLEM = 64 * 1024;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final ServiceAddress address;
    private final Credential credential;
    private final Retries retries;
    private final TraceParent trace;
    private final HttpClient http;
    private final CountDownLatch closed = new CountDownLatch(1);

    public ServiceClient(
            ServiceAddress address, SSLContext tls, Credential credential, Retries retries) {
        this.address = address;
        this.credential = credential;
        this.retries = retries;
        this.trace = TraceParent.random(retries.random());
        this.http =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * Sends and waits.
     *
     * @throws ProblemException when the service answers with anything but success
     * @throws UnreachableException when no answer came
     */
    public Answer send(Request request) {
        return repeated(request, this::sendOnce);
    }

    /**
     * Sends, and gives the answer while it arrives; it is not asked for again once it has begun.
     *
     * @throws ProblemException when the service answers with anything but success
     * @throws UnreachableException when no answer came
     */
    public StreamedAnswer open(Request request) {
        return repeated(
                request,
                each ->
                        openOnce(
                                each,
                                response ->
                                        new StreamedAnswer(
                                                response.headers(),
                                                response.body(),
                                                each.maxBytes())));
    }

    /**
     * The same for an answer of JSON lines.
     *
     * @throws ProblemException when the service answers with anything but success
     * @throws UnreachableException when no answer came
     */
    public JsonLines lines(Request request) {
        return repeated(
                request.header("Accept", JsonLines.MEDIA_TYPE + ", application/problem+json"),
                each ->
                        openOnce(
                                each, response -> new JsonLines(response.body(), each.maxBytes())));
    }

    private <T> T repeated(Request request, Function<Request, T> once) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once.apply(request);
            } catch (ProblemException e) {
                if (!request.repeatable() || !e.isTemporary()) {
                    throw e;
                }
                pauseOrThrow(attempt + 1, e.retryAfter(), e);
            } catch (UnreachableException e) {
                if (!request.repeatable() || !e.isTemporary()) {
                    throw e;
                }
                pauseOrThrow(attempt + 1, Optional.empty(), e);
            }
        }
    }

    public ServiceAddress address() {
        return address;
    }

    /** Takes no more requests; those under way end as they would. */
    public void retire() {
        http.shutdown();
    }

    /** Ends what is under way, waits between attempts included. */
    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }

    private void pauseOrThrow(int next, Optional<Duration> asked, RuntimeException failure) {
        Duration wait = retries.before(next, asked).orElseThrow(() -> failure);
        try {
            if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private Answer sendOnce(Request request) {
        var whole = BodyHandlers.limiting(BodyHandlers.ofByteArray(), request.maxBytes());
        HttpResponse<byte[]> response = exchange(request, whole);
        if (request.accepts(response.statusCode())) {
            return new Answer(response.statusCode(), response.headers(), Bytes.of(response.body()));
        }
        throw problem(response, response.body());
    }

    private <T> T openOnce(Request request, Function<HttpResponse<InputStream>, T> reader) {
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        if (request.accepts(response.statusCode())) {
            return reader.apply(response);
        }
        try (var body = response.body()) {
            throw problem(response, body.readNBytes(MAX_PROBLEM));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private ProblemException problem(HttpResponse<?> response, byte[] body) {
        String requestId = response.headers().firstValue("Sealwright-Request-Id").orElse("");
        return new ProblemException(
                response.statusCode(),
                Problem.read(response.statusCode(), body, requestId),
                retryAfter(response.headers()),
                trace.traceId());
    }

    private <T> HttpResponse<T> exchange(Request request, BodyHandler<T> handler) {
        try {
            return http.send(httpRequest(request), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(
                    "interrupted while waiting for " + address, Kind.NO_ANSWER, e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpRequest httpRequest(Request request) {
        var builder =
                HttpRequest.newBuilder(address.resolve(request.path()))
                        .timeout(request.timeout())
                        .header("Accept", "application/json, application/problem+json, */*;q=0.1")
                        .header("traceparent", trace.header(retries.random()));
        credential.bearer().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        request.headers().forEach(builder::setHeader);
        var body = request.body();
        if (body.isEmpty()) {
            return builder.method(request.method(), BodyPublishers.noBody()).build();
        }
        return builder.header("Content-Type", body.get().mediaType())
                .method(request.method(), body.get().content())
                .build();
    }

    private UnreachableException unreachable(IOException e) {
        String who = "the service at " + address;
        return switch (e) {
            case SSLException _ when !brokeOff(e) -> withoutTls(who, e);
            case HttpConnectTimeoutException _ -> noAnswer(who + " accepts no connections", e);
            case HttpTimeoutException _ -> noAnswer(who + " did not answer in time", e);
            case ConnectException _ -> noAnswer("nothing listens at " + address, e);
            default ->
                    noAnswer("the connection with " + who + " broke or the answer was too long", e);
        };
    }

    /** Whether a handshake ended because the connection did, which says nothing of trust. */
    private static boolean brokeOff(IOException e) {
        Throwable root = root(e);
        return root instanceof IOException
                && (!(root instanceof SSLException)
                        || String.valueOf(root.getMessage()).contains("terminated the handshake"));
    }

    private static UnreachableException withoutTls(String who, IOException e) {
        String why = rootMessage(e);
        return why.contains("Received fatal alert")
                ? new UnreachableException(
                        who + " turned this client away: " + why, Kind.TURNED_AWAY, e)
                : new UnreachableException(who + " is not trusted: " + why, Kind.UNTRUSTED, e);
    }

    private static UnreachableException noAnswer(String message, IOException e) {
        return new UnreachableException(message, Kind.NO_ANSWER, e);
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = root(e);
        String message = root.getMessage();
        return PlainText.of(message == null ? root.getClass().getSimpleName() : message, 160);
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
