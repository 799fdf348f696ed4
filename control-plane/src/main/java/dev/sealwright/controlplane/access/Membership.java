package dev.sealwright.controlplane.access;

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

    public boolean hasAny(Set<Role> wanted) {
        return roles.contains(Role.PLATFORM) || roles.stream().anyMatch(wanted::contains);
    }
}
