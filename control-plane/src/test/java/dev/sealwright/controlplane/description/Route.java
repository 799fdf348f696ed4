package dev.sealwright.controlplane.description;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.NotKept;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the code says of a route beyond what the generator reads.
 *
 * @param template as the router has it
 * @param room package of its resource
 * @param optional arguments that a request may leave out, in Java's spelling
 * @param secretAnswer that its answer is kept nowhere
 */
record Route(
        String method,
        String template,
        String room,
        List<Listener> listeners,
        Allow.Door door,
        List<Role> roles,
        Set<String> optional,
        boolean secretAnswer) {

    static List<Route> all(Router router) {
        return router.uriRoutes()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                .map(Route::of)
                .toList();
    }

    private static Route of(UriRouteInfo<?, ?> route) {
        AnnotationMetadata said = route.getAnnotationMetadata();
        String room = route.getTargetMethod().getDeclaringType().getPackageName();
        return new Route(
                route.getHttpMethodName(),
                route.getUriMatchTemplate().toString(),
                room.substring(room.lastIndexOf('.') + 1),
                List.of(said.enumValues(On.class, Listener.class)),
                said.enumValue(Allow.class, Allow.Door.class).orElse(Allow.Door.ROLES),
                List.of(said.enumValues(Allow.class, "roles", Role.class)),
                optional(route),
                said.hasAnnotation(NotKept.class));
    }

    private static Set<String> optional(UriRouteInfo<?, ?> route) {
        Set<String> names = new HashSet<>();
        for (Argument<?> argument : route.getTargetMethod().getArguments()) {
            if (argument.isOptional()) {
                names.add(argument.getName());
            }
        }
        return names;
    }

    /** With all variables as {@code {name}}. */
    String path() {
        return template.replace("{+", "{");
    }

    /** As the generator writes it, which leaves out variables that hold slashes. */
    String generatedPath() {
        return template.replaceAll("/\\{\\+\\w+\\}", "");
    }

    boolean writes() {
        return !method.equals("GET");
    }

    /** A repetition under one idempotency key gets the first one's answer. */
    boolean keepsAnswers() {
        return method.equals("POST") && door == Allow.Door.ROLES && !secretAnswer;
    }

    /** Only hosts come here. */
    boolean forHostsOnly() {
        return listeners.equals(List.of(Listener.HOSTS));
    }
}
