package dev.sealwright.controlplane.access;

import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;

/** Who sent a request, as far as a credential proves it. */
public sealed interface Caller {
    /** No credential, on a route that needs none. */
    record Anonymous() implements Caller {}

    /**
     * The holder of an API key.
     *
     * @param org the organisation that the key's user belongs to
     * @param user name of the user in it
     * @param key name of the API key
     */
    record ApiKeyCaller(Org org, String user, String key) implements Caller {
        public static Optional<ApiKeyCaller> of(HttpRequest<?> request) {
            return request.getAttribute(AccessFilter.CALLER, ApiKeyCaller.class);
        }
    }

    /**
     * A host that may come in.
     *
     * @param spec row of the sandbox spec it was enrolled for
     */
    record HostCaller(HostIdentity identity, UUID spec) implements Caller {}
}
