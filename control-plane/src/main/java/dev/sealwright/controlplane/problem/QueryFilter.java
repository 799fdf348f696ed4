package dev.sealwright.controlplane.problem;

import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;

/**
 * Refuses a query parameter that is there in a form that its route cannot read. The server alone
 * would take it for one that was left out, and a typo must not silently mean the default.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class QueryFilter implements Ordered {
    /** After the filters that decide who may ask. */
    private static final int ORDER = 0;

    private final ConversionService conversion;

    QueryFilter(ConversionService conversion) {
        this.conversion = conversion;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @RequestFilter
    void onlyWhatCanBeRead(HttpRequest<?> request) {
        if (RouteAttributes.getRouteInfo(request).orElse(null)
                instanceof MethodBasedRouteInfo<?, ?> route) {
            check(route, request);
        }
    }

    private void check(MethodBasedRouteInfo<?, ?> route, HttpRequest<?> request) {
        for (Argument<?> argument : route.getTargetMethod().getArguments()) {
            if (argument.isOptional() && argument.isAnnotationPresent(QueryValue.class)) {
                check(argument, request);
            }
        }
    }

    private void check(Argument<?> argument, HttpRequest<?> request) {
        String name =
                argument.getAnnotationMetadata()
                        .stringValue(QueryValue.class)
                        .orElse(argument.getName());
        String value = request.getParameters().getFirst(name).orElse(null);
        Argument<?> type = argument.getFirstTypeVariable().orElse(Argument.STRING);
        if (value != null && conversion.convert(value, type).isEmpty()) {
            throw ProblemException.invalid(name, name + " has the wrong form");
        }
    }
}
