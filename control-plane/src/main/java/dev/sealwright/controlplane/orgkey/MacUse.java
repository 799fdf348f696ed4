package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.access.StandingApiKeys;
import dev.sealwright.controlplane.idempotency.StandingRequests;
import dev.sealwright.controlplane.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.Map;

/** What stands under the versions of the service's key {@code mac}. */
@Singleton
final class MacUse {
    private final StandingApiKeys apiKeys;
    private final StandingRequests requests;

    MacUse(StandingApiKeys apiKeys, StandingRequests requests) {
        this.apiKeys = apiKeys;
        this.requests = requests;
    }

    /** How much stands under each version at one moment; a version without any is absent. */
    record Standing(Map<Long, Long> apiKeys, Map<Long, Long> requests) {
        Standing {
            apiKeys = Map.copyOf(apiKeys);
            requests = Map.copyOf(requests);
        }

        long apiKeys(long version) {
            return apiKeys.getOrDefault(version, 0L);
        }

        long requests(long version) {
            return requests.getOrDefault(version, 0L);
        }
    }

    Standing standing() {
        return new Standing(apiKeys.byVersion(), requests.byVersion());
    }

    /**
     * Refuses, with the numbers, what would end anything, unless that is wanted. Whoever wants it
     * keeps his own API key, which stands under the newest version before.
     */
    void requireNone(long version, boolean force) {
        apiKeys.settle();
        if (force) {
            return;
        }
        Standing standing = standing();
        if (standing.apiKeys(version) + standing.requests(version) > 0) {
            throw ProblemException.conflict(
                    standing.apiKeys(version)
                            + " API keys and "
                            + standing.requests(version)
                            + " kept answers stand under this version and end with it. An API key"
                            + " leaves it when it is used, a kept answer within a day. Say force to"
                            + " end them.");
        }
    }
}
