package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.log.Actor;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log who was refused what. However often a caller tries, a route is one event a minute
 * with a count, so that nobody can flood the log by being refused.
 */
@Singleton
class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int MAX_KINDS = 500;

    private final Map<Refused, LongAdder> counts = new ConcurrentHashMap<>();
    private final Log log;
    private final Storage storage;
    private final JsonMapper json;

    Refusals(Log log, Storage storage, JsonMapper json) {
        this.log = log;
        this.storage = storage;
        this.json = json;
    }

    /**
     * Who was refused where.
     *
     * @param org tag of the caller's own
     * @param actor as {@link Actor} names him
     * @param caller as the log's detail names him: a user and the name of his key, or a host
     * @param route method and template
     */
    record Refused(Bytes org, String actor, Map<String, String> caller, String route, int status) {
        Refused {
            caller = Map.copyOf(caller);
        }

        /** What stands for those beyond the bound. */
        Refused other() {
            return new Refused(org, "others", Map.of("user", "others"), "others", status);
        }
    }

    void note(Refused refused) {
        boolean known = counts.containsKey(refused);
        Refused counted = known || counts.size() < MAX_KINDS ? refused : refused.other();
        counts.computeIfAbsent(counted, _ -> new LongAdder()).increment();
    }

    /** One event each for what was refused since the last time. */
    @Scheduled(fixedDelay = "60s", initialDelay = "60s")
    void tell() {
        for (Refused refused : List.copyOf(counts.keySet())) {
            LongAdder count = counts.remove(refused);
            if (count != null) {
                Actor.as(refused.actor(), () -> tell(refused, count.sum()));
            }
        }
    }

    private void tell(Refused refused, long count) {
        Bytes detail = detail(refused, count);
        try {
            storage.write(
                    connection ->
                            log.record(
                                    refused.org(),
                                    EventKind.ACCESS_REFUSED,
                                    EventOutcome.REFUSED,
                                    detail));
        } catch (RuntimeException e) {
            LOG.warn("{} refusals were not logged: {}", count, e.getMessage());
        }
    }

    private Bytes detail(Refused refused, long count) {
        Map<String, Object> members = new TreeMap<>(refused.caller());
        members.put("route", refused.route());
        members.put("status", refused.status());
        members.put("count", count);
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, Object.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
