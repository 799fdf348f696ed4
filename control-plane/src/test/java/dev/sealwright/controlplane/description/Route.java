package dev.sealwright.controlplane.description;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.AllowedRoles;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.approval.AwaitsApproval;
import dev.sealwright.controlplane.declaration.Declares;
import dev.sealwright.controlplane.idempotency.NotKept;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the code says of a route beyond what the generator reads.
 *
 * @param template as the router has it
 * @param room package of its resource
 * @param optional arguments that a request may leave out, in Java's spelling
 * @param secretAnswer that its answer is kept nowhere
 * @param awaitsApproval that it may be answered with 423
 * @param declared what it is called where its resource says that, and not its method
 */
record Route(
        String method,
        String template,
        String room,
        List<Listener> listeners,
        Allow.Door door,
        List<Role> roles,
        Set<String> optional,
        boolean secretAnswer,
        boolean awaitsApproval,
        Optional<Name> declared) {

    static List<Route> all(Router router) {
        return router.uriRoutes()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                .filter(route -> !isAnotherForm(route))
                .map(Route::of)
                .toList();
    }

    /** Another media type of a route that says so itself. */
    private static boolean isAnotherForm(UriRouteInfo<?, ?> route) {
        return route.getAnnotationMetadata().hasAnnotation(Hidden.class);
    }

    private static Route of(UriRouteInfo<?, ?> route) {
        AnnotationMetadata said = route.getAnnotationMetadata();
        String room = route.getTargetMethod().getTarget().getClass().getPackageName();
        String template = route.getUriMatchTemplate().toString();
        return new Route(
                route.getHttpMethodName(),
                template,
                room.substring(room.lastIndexOf('.') + 1),
                List.of(said.enumValues(On.class, Listener.class)),
                said.enumValue(Allow.class, Allow.Door.class).orElse(Allow.Door.ROLES),
                AllowedRoles.of(said, route.getHttpMethod()),
                optional(route),
                said.hasAnnotation(NotKept.class),
                said.hasAnnotation(AwaitsApproval.class),
                said.hasAnnotation(Declares.class)
                        ? Optional.of(declared(said, route.getHttpMethodName(), template))
                        : Optional.empty());
    }

    private static Name declared(AnnotationMetadata said, String method, String template) {
        boolean all = method.equals("GET") && !template.endsWith("/{name}");
        String verb = all ? "list" : method.toLowerCase(Locale.ROOT);
        return new Name(verb + text(said, all ? "many" : "one"), text(said, verb));
    }

    private static String text(AnnotationMetadata said, String member) {
        return said.stringValue(Declares.class, member).orElseThrow();
    }

    /** Id and summary of an operation. */
    record Name(String id, String summary) {}

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
