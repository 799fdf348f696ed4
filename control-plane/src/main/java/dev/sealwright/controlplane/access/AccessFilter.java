package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Caller.HostCaller;
import dev.sealwright.controlplane.log.Actor;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.problem.RequestLine;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import io.micronaut.web.router.RouteMatch;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets a request through only to a route that says who may use it, and only from one of those. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AccessFilter implements Ordered {
    static final int ORDER = -1000;
    static final String CALLER = "sealwright.caller";
    static final String MEMBERSHIP = "sealwright.membership";

    private final ApiKeys keys;
    private final HostCertificates hosts;
    private final Optional<HostDoor> hostDoor;
    private final Memberships memberships;

    AccessFilter(
            ApiKeys keys,
            HostCertificates hosts,
            Optional<HostDoor> hostDoor,
            Memberships memberships) {
        this.keys = keys;
        this.hosts = hosts;
        this.hostDoor = hostDoor;
        this.memberships = memberships;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void onlyWhoMay(HttpRequest<?> request) {
        RouteAttributes.getRouteMatch(request).ifPresent(route -> admit(request, route));
    }

    private void admit(HttpRequest<?> request, RouteMatch<?> match) {
        Caller caller =
                switch (door(match.getRouteInfo())) {
                    case ANYONE -> new Caller.Anonymous();
                    case SIGNED_IN -> signedIn(request);
                    case HOST -> host(request);
                    case ROLES -> withRole(request, match);
                };
        request.setAttribute(CALLER, caller);
        actor(caller).ifPresent(actor -> Actor.of(request, actor));
    }

    private static Optional<String> actor(Caller caller) {
        return switch (caller) {
            case ApiKeyCaller key -> Optional.of(Actor.user(key.org().name(), key.user()));
            case HostCaller host -> Optional.of(Actor.host(host.identity().sandbox()));
            case Caller.Anonymous _ -> Optional.empty();
        };
    }

    private static Allow.Door door(RouteInfo<?> route) {
        if (!route.getAnnotationMetadata().hasAnnotation(Allow.class)) {
            throw ProblemException.forbidden("The route does not say who may use it.");
        }
        return route.getAnnotationMetadata()
                .enumValue(Allow.class, Allow.Door.class)
                .orElse(Allow.Door.ROLES);
    }

    /** The caller is noted before anything else is asked of him: refusals name him. */
    private ApiKeyCaller signedIn(HttpRequest<?> request) {
        Optional<ApiKeys.Known> key =
                request.getHeaders().findFirst(HttpHeaders.AUTHORIZATION).flatMap(keys::sent);
        key.ifPresent(known -> request.setAttribute(CALLER, known.caller()));
        return key.filter(keys::lasts)
                .map(ApiKeys.Known::caller)
                .orElseThrow(
                        () ->
                                ProblemException.unauthenticated(
                                        "Send Authorization: Bearer with an API key that is in force."));
    }

    private HostCaller host(HttpRequest<?> request) {
        HostIdentity identity =
                hosts.read(request)
                        .orElseThrow(
                                () ->
                                        ProblemException.unauthenticated(
                                                "Connect with the host's client certificate."));
        return hostDoor.flatMap(door -> door.admit(identity))
                .map(spec -> new HostCaller(identity, spec))
                .orElseThrow(() -> ProblemException.of(ProblemKind.HOST_REVOKED, ""));
    }

    private ApiKeyCaller withRole(HttpRequest<?> request, RouteMatch<?> match) {
        ApiKeyCaller caller = signedIn(request);
        Set<Role> wanted =
                Set.copyOf(
                        AllowedRoles.of(
                                match.getRouteInfo().getAnnotationMetadata(), request.getMethod()));
        Membership membership =
                memberships
                        .find(caller, isPlatform(wanted) ? Org.PLATFORM : org(request, match))
                        .orElseThrow(() -> hidden(request));
        if (!membership.hasAny(wanted)) {
            throw ProblemException.forbidden("This takes one of the roles " + named(wanted) + ".");
        }
        request.setAttribute(MEMBERSHIP, membership);
        request.setAttribute(RequestLine.ORG, membership.org().name());
        return caller;
    }

    /** That role is bound in the organisation platform only. */
    private static boolean isPlatform(Set<Role> wanted) {
        return wanted.equals(Set.of(Role.PLATFORM));
    }

    private static ProblemException hidden(HttpRequest<?> request) {
        request.setAttribute(RefusalFilter.HIDDEN, true);
        return ProblemException.notFound();
    }

    private static String named(Set<Role> wanted) {
        return wanted.stream().map(Role::name).sorted().collect(Collectors.joining(", "));
    }

    /** The organisation that the request is about. */
    private static String org(HttpRequest<?> request, RouteMatch<?> match) {
        return Optional.ofNullable(match.getVariableValues().get("org"))
                .map(Object::toString)
                .or(() -> request.getParameters().getFirst("org"))
                .orElse(Org.PLATFORM);
    }
}
