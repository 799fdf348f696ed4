package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Memberships;
import dev.sealwright.controlplane.access.NamedRight;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import jakarta.inject.Singleton;
import java.util.Map;

/** Who may sign with a key: whom a role binding of the organisation names it to. */
@Singleton
final class SignRight {
    private final Memberships memberships;
    private final NamedRight rights;

    SignRight(Memberships memberships, NamedRight rights) {
        this.memberships = memberships;
        this.rights = rights;
    }

    /** The detail that a sign leaf holds the digest of; throws if the caller may not. */
    Bytes require(ApiKeyCaller caller, Org org, String key) {
        NamedRight.Use use = new NamedRight.Use(caller, org, EventKind.KEY_REFUSED, "key", key);
        return rights.require(
                use,
                Map.of(),
                memberships.maySign(caller, org, key),
                "This takes a role binding whose may_sign names the key.");
    }
}
