package dev.sealwright.controlplane.idempotency;

import jakarta.inject.Singleton;
import java.util.Map;

/** How much is kept of requests under which version of the HSM's key {@code mac}. */
@Singleton
public final class StandingRequests {
    private final IdempotentRequests requests;

    StandingRequests(IdempotentRequests requests) {
        this.requests = requests;
    }

    /** Claims and answers that may be asked for again; a version without any is absent. */
    public Map<Long, Long> byVersion() {
        return requests.byVersion();
    }
}
