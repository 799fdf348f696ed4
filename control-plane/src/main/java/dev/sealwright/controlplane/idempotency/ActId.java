package dev.sealwright.controlplane.idempotency;

import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * Names what a request does: the same in every attempt under one idempotency key, another for any
 * other request. A route whose act could be doubled stores it with what it made, in one
 * transaction, and looks for it first; so an attempt that died before its answer was kept is not
 * repeated but found.
 */
public record ActId(UUID value) {
    private static final String ATTRIBUTE = "sealwright.idempotency";

    static void put(HttpRequest<?> request, Claim.Granted granted) {
        request.setAttribute(ATTRIBUTE, granted);
    }

    /** Whether the request may come again, so that what it did must be looked for first. */
    public static boolean isRepeatable(HttpRequest<?> request) {
        return granted(request).isPresent();
    }

    static Optional<Claim.Granted> granted(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Claim.Granted.class);
    }
}
