package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import java.util.function.Supplier;

/** Tells callers that the HSM failed in the one way they know. */
final class Unavailability {
    private Unavailability() {}

    static <T> T translated(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (KeyBackendUnavailableException e) {
            throw new KeyServiceUnavailableException("The HSM cannot answer now.", e);
        } catch (KeyBackendException e) {
            throw new KeyServiceUnavailableException("The HSM failed: see the cause.", e);
        }
    }
}
