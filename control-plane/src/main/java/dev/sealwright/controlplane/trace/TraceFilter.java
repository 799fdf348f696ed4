package dev.sealwright.controlplane.trace;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/** One span a request, under the one that the caller names by {@code traceparent}. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class TraceFilter implements Ordered {
    private static final TextMapGetter<HttpHeaders> HEADERS =
            (headers, name) -> headers == null ? null : headers.get(name);

    private final Traces traces;

    TraceFilter(Traces traces) {
        this.traces = traces;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @RequestFilter
    void began(HttpRequest<?> request) {
        Context parent =
                W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), request.getHeaders(), HEADERS);
        traces.begin(request, parent);
    }

    @ResponseFilter
    void ended(HttpRequest<?> request, HttpResponse<?> response) {
        traces.end(
                request, BasicHttpAttributes.getUriTemplate(request).orElse("-"), response.code());
    }
}
