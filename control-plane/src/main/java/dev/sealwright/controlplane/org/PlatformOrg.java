package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.problem.ProblemException;

/** The organisation that runs the service: who may change who is in it. */
final class PlatformOrg {
    private PlatformOrg() {}

    /** An ADMIN of the org platform must not make himself PLATFORM. */
    static void requirePlatform(Membership membership) {
        if (isPlatform(membership) && !membership.roles().contains(Role.PLATFORM)) {
            throw ProblemException.forbidden(
                    "In the organisation platform this takes the role PLATFORM.");
        }
    }

    static void requireBindable(Membership membership, Role role) {
        if (role == Role.PLATFORM && !isPlatform(membership)) {
            throw ProblemException.invalid(
                    "/role", "PLATFORM can be bound in the organisation platform only");
        }
    }

    private static boolean isPlatform(Membership membership) {
        return membership.org().name().equals(Org.PLATFORM);
    }
}
