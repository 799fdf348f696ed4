package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Switches older versions of organisations' keys, and of the service's key {@code mac}, off and on,
 * and schedules their destruction.
 */
@Singleton
final class OrgKeyVersions {
    private final LoggedOrgKeys keys;
    private final Log log;
    private final InstantSource clock;

    OrgKeyVersions(LoggedOrgKeys keys, Log log, InstantSource clock) {
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    LoggedOrgKey.Version require(Bytes org, long number) {
        return keys.find(org).version(number).orElseThrow(ProblemException::notFound);
    }

    /**
     * Switches a version off or on; empty if it is so already.
     *
     * @param unused refuses while something needs the version
     */
    Optional<LeafOutcome.Released> enable(
            Bytes org, long number, boolean enabled, Runnable unused) {
        LoggedOrgKey.Version version = requireOlder(org, number);
        if (version.enabled() == enabled) {
            return Optional.empty();
        }
        if (!enabled) {
            unused.run();
        }
        return Optional.of(change(org, _ -> new OrgKeyBody.Switch(number, enabled)));
    }

    /**
     * Schedules the destruction; one that is scheduled stays as it is.
     *
     * @param unused refuses while something needs the version
     */
    Optional<LeafOutcome.Released> destroy(Bytes org, long number, Duration wait, Runnable unused) {
        if (requireOlder(org, number).destruction().isPresent()) {
            return Optional.empty();
        }
        unused.run();
        return Optional.of(
                change(org, time -> new OrgKeyBody.Destruction(number, time.plus(wait))));
    }

    /** Takes a destruction back, if there is one. */
    Optional<LeafOutcome.Released> restore(Bytes org, long number) {
        Optional<Instant> due =
                requireOlder(org, number).destruction().map(LoggedOrgKey.Destruction::due);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(due.get())) {
            throw ProblemException.conflict("The time to restore the version is over.");
        }
        return Optional.of(change(org, _ -> new OrgKeyBody.Restoration(number)));
    }

    private LoggedOrgKey.Version requireOlder(Bytes org, long number) {
        LoggedOrgKey.Version version = require(org, number);
        if (number == keys.find(org).latest()) {
            throw ProblemException.conflict(
                    "This is the newest version. Rotate the key first; then it is an older one.");
        }
        if (version.destroyed()) {
            throw ProblemException.conflict("This version was destroyed.");
        }
        return version;
    }

    private LeafOutcome.Released change(Bytes org, Function<Instant, OrgKeyBody> body) {
        return log.logAlone(org, time -> body.apply(time));
    }
}
