package dev.sealwright.controlplane.problem;

import io.micronaut.core.annotation.NonNull;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever the server reports as an error into a problem document. */
@Singleton
public final class ProblemResponses implements ErrorResponseProcessor<Problem> {
    public static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

    private final RequestIds ids;

    ProblemResponses(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    @NonNull
    public MutableHttpResponse<Problem> processResponse(
            @NonNull ErrorContext context, @NonNull MutableHttpResponse<?> response) {
        Optional<Throwable> cause =
                context.getRootCause().or(() -> undecoded(context.getRequest()));
        ProblemException problem =
                cause.map(thrown -> Causes.explain(thrown, response.status()))
                        .orElseGet(() -> Causes.explain(response.status()));
        cause.filter(thrown -> problem.kind().status().getCode() >= 500)
                .ifPresent(thrown -> report(context.getRequest(), problem, thrown));
        return answer(context.getRequest(), response, problem);
    }

    /** Why the server could not read what should have been a request; it tells a status only. */
    private static Optional<Throwable> undecoded(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                ? Optional.ofNullable(netty.getNativeRequest().decoderResult().cause())
                : Optional.empty();
    }

    /** A fresh answer that carries what {@code thrown} stands for. */
    MutableHttpResponse<Problem> answer(HttpRequest<?> request, Throwable thrown) {
        ProblemException problem = Causes.explain(thrown, HttpStatus.INTERNAL_SERVER_ERROR);
        if (problem.kind() == ProblemKind.INTERNAL) {
            report(request, problem, thrown);
        }
        return answer(request, HttpResponse.status(problem.kind().status()), problem);
    }

    private MutableHttpResponse<Problem> answer(
            HttpRequest<?> request, MutableHttpResponse<?> response, ProblemException problem) {
        Problem body =
                Problem.of(problem.kind(), problem.detail(), ids.of(request), problem.errors());
        problem.headers().forEach(response::header);
        // What cannot be read as a request passes no filter that would set it.
        response.getHeaders().set(RequestIds.HEADER, body.requestId());
        return response.status(problem.kind().status()).contentType(PROBLEM_JSON).body(body);
    }

    /** What is away says where it is away by itself; only what nobody expected needs its trace. */
    private void report(HttpRequest<?> request, ProblemException problem, Throwable cause) {
        if (problem.kind() == ProblemKind.INTERNAL) {
            LOG.error("request {} {}", ids.of(request), problem.kind().slug(), cause);
        } else {
            LOG.warn("request {} {}: {}", ids.of(request), problem.kind().slug(), cause.toString());
        }
    }
}
