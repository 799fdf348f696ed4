package dev.sealwright.controlplane.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Times requests by the route's template and the answer's status; never by path. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestTimer implements Ordered {
    private static final String SAMPLE = "sealwright.sample";

    private final MeterRegistry registry;

    RequestTimer(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 2;
    }

    @RequestFilter
    void began(HttpRequest<?> request) {
        request.setAttribute(SAMPLE, Timer.start());
    }

    @ResponseFilter
    void ended(HttpRequest<?> request, HttpResponse<?> response) {
        request.getAttribute(SAMPLE, Timer.Sample.class)
                .ifPresent(sample -> sample.stop(timer(request, response.code())));
    }

    private Timer timer(HttpRequest<?> request, int status) {
        return Timer.builder("sealwright.requests")
                .description("Requests by route and status")
                .tag("method", request.getMethodName())
                .tag("route", BasicHttpAttributes.getUriTemplate(request).orElse("-"))
                .tag("status", Integer.toString(status))
                .register(registry);
    }
}
