package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
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
 * The right to use one thing by its name, which no role gives by itself. A refusal is logged before
 * it is answered, once a minute for each caller and thing, so that nobody fills the log with his
 * own.
 */
@Singleton
public final class NamedRight {
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int REMEMBERED = 4_096;

    private final Storage storage;
    private final Log log;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Map<Use, Instant> refused =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Use, Instant> eldest) {
                    return size() > REMEMBERED;
                }
            };

    NamedRight(Storage storage, Log log, JsonMapper json, InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Who wants to use what.
     *
     * @param org that the thing belongs to
     * @param refusal how a refusal is logged
     * @param kind of the thing, as the log names it
     * @param name of the thing
     */
    public record Use(ApiKeyCaller caller, Org org, EventKind refusal, String kind, String name) {}

    /**
     * The detail that the leaf of the use holds the digest of.
     *
     * @param more members of it
     * @param granted whether the caller may
     * @param rule what he would need
     */
    public Bytes require(Use use, Map<String, String> more, boolean granted, String rule) {
        Bytes detail = detail(use, more);
        if (granted) {
            return detail;
        }
        if (isNews(use)) {
            log.await(
                    storage.write(
                            connection ->
                                    log.record(
                                            use.org().tag(),
                                            use.refusal(),
                                            EventOutcome.REFUSED,
                                            detail)));
        }
        throw ProblemException.forbidden(rule);
    }

    private synchronized boolean isNews(Use refusal) {
        Instant now = clock.instant();
        Instant last = refused.get(refusal);
        if (last != null && Duration.between(last, now).abs().compareTo(QUIET) < 0) {
            return false;
        }
        refused.put(refusal, now);
        return true;
    }

    private Bytes detail(Use use, Map<String, String> more) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("org", use.caller().org().name());
        members.put("actor", use.caller().user());
        members.put("api_key", use.caller().key());
        members.put(use.kind(), use.name());
        members.putAll(more);
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, String.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
