package dev.sealwright.controlplane.problem;

import dev.sealwright.controlplane.trace.RequestTime;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names each request, gives its answer the headers that all answers have, and writes one line about
 * it: the route's template rather than its path, and neither query, header nor body.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public final class RequestLine implements Ordered {
    /** Attribute: the organisation that a request is about, once its caller may know of it. */
    public static final String ORG = "sealwright.org";

    private static final Logger LOG = LoggerFactory.getLogger("request");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("00-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

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
        RequestTime.began(request);
    }

    @ResponseFilter
    void ended(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.getHeaders().set(RequestIds.HEADER, ids.of(request));
        response.header("X-Content-Type-Options", "nosniff");
        if (!response.getHeaders().contains("Cache-Control")) {
            response.header("Cache-Control", "no-store");
        }
        LOG.atInfo()
                .addKeyValue("request_id", ids.of(request))
                .addKeyValue("trace_id", traceId(request))
                .addKeyValue("org", request.getAttribute(ORG, String.class).orElse("-"))
                .addKeyValue("method", request.getMethodName())
                .addKeyValue("route", BasicHttpAttributes.getUriTemplate(request).orElse("-"))
                .addKeyValue("status", response.code())
                .addKeyValue("duration_ms", took(request))
                .log("request");
    }

    /** Of the caller's W3C traceparent; a header of another form names no trace. */
    private static String traceId(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst("traceparent")
                .map(TRACE_PARENT::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1))
                .orElse("-");
    }

    private static long took(HttpRequest<?> request) {
        long now = System.nanoTime();
        return Duration.ofNanos(now - RequestTime.of(request).orElse(now)).toMillis();
    }
}
