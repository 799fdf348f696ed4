package dev.sealwright.controlplane.access;

import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller is in one organisation.
 *
 * @param roles none when the caller is no member
 */
public record Membership(Org org, Set<Role> roles) {
    public Membership {
        roles = Set.copyOf(roles);
    }

    /** Of the request's caller, in the organisation it is about. */
    public static Optional<Membership> of(HttpRequest<?> request) {
        return request.getAttribute(AccessFilter.MEMBERSHIP, Membership.class);
    }

    public boolean hasAny(Set<Role> wanted) {
        return roles.contains(Role.PLATFORM) || roles.stream().anyMatch(wanted::contains);
    }
}
