package dev.sealwright.controlplane.access;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpMethod;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The roles that {@link Allow} names for a method; none when it names none. */
public final class AllowedRoles {
    private static final Set<HttpMethod> READING = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD);

    private AllowedRoles() {}

    public static List<Role> of(AnnotationMetadata route, HttpMethod method) {
        List<Role> own = named(route, "roles");
        return own.isEmpty() ? named(route, READING.contains(method) ? "reads" : "writes") : own;
    }

    private static List<Role> named(AnnotationMetadata route, String member) {
        return List.of(route.enumValues(Allow.class, member, Role.class));
    }
}
