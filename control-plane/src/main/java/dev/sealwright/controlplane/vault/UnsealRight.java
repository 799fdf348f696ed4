package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Memberships;
import dev.sealwright.controlplane.access.NamedRight;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import jakarta.inject.Singleton;
import java.util.Map;

/** Who may open a secret: whom a role binding of the organisation names it to, and nobody else. */
@Singleton
final class UnsealRight {
    private final Memberships memberships;
    private final NamedRight rights;

    UnsealRight(Memberships memberships, NamedRight rights) {
        this.memberships = memberships;
        this.rights = rights;
    }

    /** The detail that an unseal leaf holds the digest of; throws if the caller may not. */
    Bytes require(ApiKeyCaller caller, Org org, String secret, String version) {
        NamedRight.Use use =
                new NamedRight.Use(caller, org, EventKind.SECRET_REFUSED, "secret", secret);
        return rights.require(
                use,
                Map.of("version", version),
                memberships.mayUnseal(caller, org, secret),
                "This takes a role binding whose may_unseal names the secret.");
    }
}
