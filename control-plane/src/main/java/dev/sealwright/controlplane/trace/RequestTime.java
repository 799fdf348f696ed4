package dev.sealwright.controlplane.trace;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.util.OptionalLong;

/** When a request came in, in the terms of {@link System#nanoTime}. */
public final class RequestTime {
    private static final String BEGAN = "sealwright.began";

    private RequestTime() {}

    /** Called before anything else is asked of the request. */
    public static void began(HttpRequest<?> request) {
        request.setAttribute(BEGAN, System.nanoTime());
    }

    public static OptionalLong of(HttpRequest<?> request) {
        return request.getAttribute(BEGAN).orElse(null) instanceof Long began
                ? OptionalLong.of(began)
                : OptionalLong.empty();
    }

    /** Of the request that is served here; empty outside of any. */
    public static OptionalLong ofPresent() {
        return ServerRequestContext.currentRequest()
                .map(RequestTime::of)
                .orElseGet(OptionalLong::empty);
    }
}
