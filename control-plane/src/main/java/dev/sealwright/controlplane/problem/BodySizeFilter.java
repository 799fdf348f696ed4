package dev.sealwright.controlplane.problem;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.web.router.RouteAttributes;

/**
 * Refuses a body by the length that it announces, on every route but those of a {@link LargeBody}:
 * the server's own bound is that of the largest. One that announces none is refused when more of it
 * arrived than may be held.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BodySizeFilter implements Ordered {
    /** After the filters that decide who may ask, before those that read. */
    private static final int ORDER = -1;

    private final long most;

    BodySizeFilter(NettyHttpServerConfiguration server) {
        this.most = server.getMaxRequestBufferSize();
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @RequestFilter
    void onlySmall(HttpRequest<?> request) {
        long length = request.getContentLength();
        if (length > most && !isLarge(request)) {
            throw new ContentLengthExceededException(most, length);
        }
    }

    /** Whether the request's route takes a {@link LargeBody}. */
    private static boolean isLarge(HttpRequest<?> request) {
        return RouteAttributes.getRouteInfo(request)
                .map(route -> route.getAnnotationMetadata().hasAnnotation(LargeBody.class))
                .orElse(false);
    }
}
