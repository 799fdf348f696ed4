package dev.sealwright.controlplane.listener;

import dev.sealwright.controlplane.problem.ProblemException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import java.util.Arrays;

/** Lets a request through only to a route that says it stands behind the listener it came in by. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ListenerFilter implements Ordered {
    static final int ORDER = -2000;

    private final ListenerPorts ports;

    ListenerFilter(ListenerPorts ports) {
        this.ports = ports;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @RequestFilter
    void onlyThroughItsOwnDoor(HttpRequest<?> request) {
        boolean allowed =
                RouteAttributes.getRouteInfo(request).map(r -> mayPass(r, request)).orElse(true);
        if (!allowed) {
            throw ProblemException.notFound();
        }
    }

    private boolean mayPass(RouteInfo<?> route, HttpRequest<?> request) {
        return ports.listenerAt(request.getServerAddress().getPort())
                .filter(listener -> standsBehind(route, listener))
                .isPresent();
    }

    static boolean standsBehind(RouteInfo<?> route, Listener listener) {
        return Arrays.asList(route.getAnnotationMetadata().enumValues(On.class, Listener.class))
                .contains(listener);
    }
}
