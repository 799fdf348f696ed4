package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.problem.LargeBody;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.protocol.Bytes;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.ByteBody.SplitBackpressureMode;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a POST in an organisation act once under its {@code Idempotency-Key}, and answers it alike
 * from then on. An answer that asks to come back, or failed, is not kept.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class IdempotencyFilter implements Ordered {
    /** After it is known who asks, and that the body is JSON. */
    private static final int ORDER = 1000;

    private static final int FAILED = 500;

    private final IdempotentRequests requests;
    private final JsonMapper json;

    IdempotencyFilter(IdempotentRequests requests, JsonMapper json) {
        this.requests = requests;
        this.json = json;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Nullable HttpResponse<?> once(HttpRequest<?> request) throws InterruptedException {
        Optional<IdempotencyKey> key = key(request);
        if (key.isEmpty() || !(request instanceof ServerHttpRequest<?> server)) {
            return null;
        }
        return switch (requests.claim(key.get(), request.getUri().toString(), said(server))) {
            case Claim.Granted granted -> {
                ActId.put(request, granted);
                yield null;
            }
            case Claim.Answered answered -> answered.answer().again();
            case Claim.UnderWay underWay ->
                    throw ProblemException.retryLater(
                            ProblemKind.REQUEST_UNDER_WAY,
                            "The first request under this key is not answered yet.",
                            underWay.seconds());
            case Claim.OtherRequest _ ->
                    throw ProblemException.of(
                            ProblemKind.IDEMPOTENCY_KEY_REUSED,
                            "Another request was sent under this key. Make a new one.");
            case Claim.Ended _ ->
                    throw ProblemException.of(
                            ProblemKind.IDEMPOTENCY_KEY_REUSED,
                            "What was kept under this key stands under a version of the key mac that"
                                    + " was ended. Look what became of the request; then make a new"
                                    + " key.");
        };
    }

    private static Optional<IdempotencyKey> key(HttpRequest<?> request) {
        List<String> header = request.getHeaders().getAll(IdempotencyKey.HEADER);
        if (header.isEmpty() || request.getMethod() != HttpMethod.POST || isNotKept(request)) {
            return Optional.empty();
        }
        return Membership.of(request)
                .flatMap(
                        membership ->
                                ApiKeyCaller.of(request)
                                        .map(
                                                caller ->
                                                        IdempotencyKey.of(
                                                                membership.org().tag(),
                                                                name(caller),
                                                                header)));
    }

    private static boolean isNotKept(HttpRequest<?> request) {
        return RouteAttributes.getRouteInfo(request).isEmpty()
                || hasOnRoute(request, NotKept.class);
    }

    private static boolean hasOnRoute(
            HttpRequest<?> request, Class<? extends Annotation> annotation) {
        return RouteAttributes.getRouteInfo(request)
                .map(route -> route.getAnnotationMetadata().hasAnnotation(annotation))
                .orElse(false);
    }

    private static String name(ApiKeyCaller caller) {
        return caller.org().tag().hex() + "/" + caller.user();
    }

    /** The body, or what stands for one that is not held. */
    private static Bytes said(ServerHttpRequest<?> request) throws InterruptedException {
        return hasOnRoute(request, LargeBody.class)
                ? ContentDigest.of(request).orElseThrow(IdempotencyFilter::withoutDigest).claimed()
                : body(request);
    }

    private static ProblemException withoutDigest() {
        return ProblemException.invalid(
                ContentDigest.HEADER,
                "a body of bytes under an Idempotency-Key needs Content-Digest: sha-256=:<base64>:");
    }

    private static Bytes body(ServerHttpRequest<?> request) throws InterruptedException {
        try (CloseableByteBody copy = request.byteBody().split(SplitBackpressureMode.FASTEST);
                CloseableAvailableByteBody body = copy.buffer().get()) {
            return Bytes.of(body.toByteArray());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a body that was read once cannot be read", e);
        }
    }

    @ResponseFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void keep(HttpRequest<?> request, MutableHttpResponse<?> response) {
        ActId.granted(request).ifPresent(granted -> keep(granted, response));
    }

    private void keep(Claim.Granted granted, MutableHttpResponse<?> response) {
        if (response.code() >= FAILED || response.getHeaders().contains("Retry-After")) {
            requests.release(granted);
            return;
        }
        Bytes body = response.getBody().map(this::written).orElse(Bytes.EMPTY);
        response.body(body.toArray());
        requests.keep(granted, new KeptAnswer(response.code(), KeptAnswer.headers(response), body));
    }

    private Bytes written(Object body) {
        try {
            return Bytes.of(json.writeValueAsBytes(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
