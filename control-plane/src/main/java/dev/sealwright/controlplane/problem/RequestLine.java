package dev.sealwright.controlplane.problem;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names each request, gives its answer the headers that all answers have, and writes one line about
 * it: the route's template rather than its path, and neither query, header nor body.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestLine implements Ordered {
    private static final Logger LOG = LoggerFactory.getLogger("request");
    private static final String BEGAN = "sealwright.began";

    private final RequestIds ids;

    RequestLine(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void began(HttpRequest<?> request) {
        ids.of(request);
        request.setAttribute(BEGAN, System.nanoTime());
    }

    @ResponseFilter
    void ended(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.header(RequestIds.HEADER, ids.of(request));
        response.header("X-Content-Type-Options", "nosniff");
        if (!response.getHeaders().contains("Cache-Control")) {
            response.header("Cache-Control", "no-store");
        }
        LOG.info(
                "{} {} {} {} {}ms",
                ids.of(request),
                request.getMethod(),
                BasicHttpAttributes.getUriTemplate(request).orElse("-"),
                response.code(),
                took(request));
    }

    private static long took(HttpRequest<?> request) {
        return request.getAttribute(BEGAN, Long.class)
                .map(began -> Duration.ofNanos(System.nanoTime() - began).toMillis())
                .orElse(0L);
    }
}
