package dev.sealwright.controlplane.trace;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes spans. Where no collector is configured they cost next to nothing and go nowhere. Names and
 * attributes are ours: no value of a request enters one.
 */
@Singleton
public final class Traces {
    private static final String NAME = "sealwright";
    private static final String SPAN = "sealwright.span";

    private final Optional<SdkTracerProvider> provider;
    private final Tracer tracer;

    public Traces(TraceSettings settings) {
        provider = settings.collector().map(Traces::provider);
        tracer =
                provider.map(each -> each.get(NAME))
                        .orElseGet(() -> OpenTelemetry.noop().getTracer(NAME));
    }

    private static SdkTracerProvider provider(String endpoint) {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
        return SdkTracerProvider.builder()
                .setResource(
                        Resource.getDefault()
                                .merge(
                                        Resource.create(
                                                Attributes.builder()
                                                        .put("service.name", NAME)
                                                        .build())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
    }

    /** The span of a request, under its caller's. */
    void begin(HttpRequest<?> request, Context parent) {
        Span span =
                tracer.spanBuilder(request.getMethodName())
                        .setParent(parent)
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan();
        request.setAttribute(SPAN, span);
    }

    void end(HttpRequest<?> request, String route, int status) {
        request.getAttribute(SPAN, Span.class)
                .ifPresent(
                        span -> {
                            span.updateName(request.getMethodName() + " " + route);
                            span.setAttribute("http.route", route);
                            span.setAttribute("http.response.status_code", status);
                            if (status >= 500) {
                                span.setStatus(StatusCode.ERROR);
                            }
                            span.end();
                        });
    }

    /** Does this in a span below the present request's; outside of any, without one. */
    public <T> T inRequest(String name, Supplier<T> work) {
        return ServerRequestContext.currentRequest()
                .flatMap(request -> request.getAttribute(SPAN, Span.class))
                .map(parent -> in(name, Context.root().with(parent), work))
                .orElseGet(work);
    }

    private <T> T in(String name, Context parent, Supplier<T> work) {
        Span span = tracer.spanBuilder(name).setParent(parent).startSpan();
        try {
            return work.get();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    /** Below the present request's span, or the beginning of a trace of its own. */
    public Span begun(String name) {
        Context parent =
                ServerRequestContext.currentRequest()
                        .flatMap(request -> request.getAttribute(SPAN, Span.class))
                        .map(span -> Context.root().with(span))
                        .orElse(Context.root());
        return tracer.spanBuilder(name).setParent(parent).startSpan();
    }

    @PreDestroy
    void close() {
        provider.ifPresent(SdkTracerProvider::close);
    }
}
