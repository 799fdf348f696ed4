package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Caller.HostCaller;
import dev.sealwright.controlplane.access.Refusals.Refused;
import dev.sealwright.controlplane.log.Actor;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;
import java.util.Optional;

/** Sees which answers refuse a caller whose credential proved who he is. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RefusalFilter implements Ordered {
    /** Set when an organisation is hidden from a caller who is no member of it. */
    static final String HIDDEN = "sealwright.hidden";

    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;

    private final Refusals refusals;

    RefusalFilter(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public int getOrder() {
        return AccessFilter.ORDER - 1;
    }

    @ResponseFilter
    void seen(HttpRequest<?> request, HttpResponse<?> response) {
        int status = response.code();
        boolean refused =
                status == UNAUTHENTICATED
                        || status == FORBIDDEN
                        || request.getAttribute(HIDDEN).isPresent();
        if (refused) {
            caller(request)
                    .flatMap(caller -> refused(caller, request, status))
                    .ifPresent(refusals::note);
        }
    }

    private static Optional<Caller> caller(HttpRequest<?> request) {
        return request.getAttribute(AccessFilter.CALLER, Caller.class);
    }

    private static Optional<Refused> refused(Caller caller, HttpRequest<?> request, int status) {
        String route =
                request.getMethodName()
                        + " "
                        + BasicHttpAttributes.getUriTemplate(request).orElse("-");
        return switch (caller) {
            case ApiKeyCaller key ->
                    Optional.of(
                            new Refused(
                                    key.org().tag(),
                                    Actor.user(key.org().name(), key.user()),
                                    Map.of("user", key.user(), "key", key.key()),
                                    route,
                                    status));
            case HostCaller host ->
                    Optional.of(
                            new Refused(
                                    host.identity().org(),
                                    Actor.host(host.identity().sandbox()),
                                    Map.of("host", host.identity().sandbox().toString()),
                                    route,
                                    status));
            case Caller.Anonymous _ -> Optional.empty();
        };
    }
}
