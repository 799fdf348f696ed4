package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Memberships;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may open a secret: whom a role binding of the organisation names it to, and nobody else. A
 * refusal is logged before it is answered, once a minute for each caller and secret, so that nobody
 * fills the log with his own.
 */
@Singleton
final class UnsealRight {
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int REMEMBERED = 4_096;

    private final Memberships memberships;
    private final Storage storage;
    private final Log log;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Map<Refusal, Instant> refused =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Refusal, Instant> eldest) {
                    return size() > REMEMBERED;
                }
            };

    UnsealRight(
            Memberships memberships,
            Storage storage,
            Log log,
            JsonMapper json,
            InstantSource clock) {
        this.memberships = memberships;
        this.storage = storage;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    private record Refusal(Bytes org, ApiKeyCaller caller, String secret) {}

    /** The detail that an unseal leaf holds the digest of; throws if the caller may not. */
    Bytes require(ApiKeyCaller caller, Org org, String secret, String version) {
        Bytes detail = detail(caller, secret, version);
        if (memberships.mayUnseal(caller, org, secret)) {
            return detail;
        }
        if (isNews(new Refusal(org.tag(), caller, secret))) {
            log.await(
                    storage.write(
                            connection ->
                                    log.record(
                                            org.tag(),
                                            EventKind.SECRET_REFUSED,
                                            EventOutcome.REFUSED,
                                            detail)));
        }
        throw ProblemException.forbidden(
                "This takes a role binding whose may_unseal names the secret.");
    }

    private synchronized boolean isNews(Refusal refusal) {
        Instant now = clock.instant();
        Instant last = refused.get(refusal);
        if (last != null && Duration.between(last, now).abs().compareTo(QUIET) < 0) {
            return false;
        }
        refused.put(refusal, now);
        return true;
    }

    private Bytes detail(ApiKeyCaller caller, String secret, String version) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("org", caller.org().name());
        members.put("actor", caller.user());
        members.put("api_key", caller.key());
        members.put("secret", secret);
        members.put("version", version);
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, String.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
