package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.HostIdentity;
import dev.sealwright.controlplane.host.HostEventsBody.Event;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What hosts say they noticed: a report is one event of the log, each number in it once, however
 * often it is sent. Numbers that are missing are counted in it.
 */
@Singleton
class HostEvents {
    private final Storage storage;
    private final Log log;
    private final JsonMapper json;

    HostEvents(Storage storage, Log log, JsonMapper json) {
        this.storage = storage;
        this.log = log;
        this.json = json;
    }

    private record Standing(long acknowledged, long before, Optional<UUID> leaf) {
        static Standing read(Row row) throws SQLException {
            return new Standing(
                    row.number("acknowledged"), row.number("before"), row.optionalUuid("leaf_id"));
        }
    }

    private record Taken(long acknowledged, Optional<UUID> leaf) {}

    /** Returns the number up to which the host's events are in the signed log. */
    long take(HostIdentity host, List<Event> events) {
        Taken taken = storage.write(connection -> taken(connection, host, events));
        taken.leaf().ifPresent(log::awaitById);
        return taken.acknowledged();
    }

    private Taken taken(Connection connection, HostIdentity host, List<Event> events)
            throws SQLException {
        Standing standing = lock(connection, host.sandbox());
        long known = refused(standing) ? standing.before() : standing.acknowledged();
        List<Event> fresh = events.stream().filter(event -> event.sequence() > known).toList();
        if (fresh.isEmpty()) {
            return new Taken(known, standing.leaf());
        }
        LeafRef ref =
                log.record(
                        host.org(),
                        EventKind.HOST_REPORTED,
                        EventOutcome.SUCCESS,
                        detail(host, known, fresh));
        long last = fresh.getLast().sequence();
        Sql.of(
                        connection,
                        "UPDATE host_events SET acknowledged = ?, before = ?, leaf_id = ?"
                                + " WHERE sandbox = ?")
                .with(last)
                .with(known)
                .with(ref.id())
                .with(host.sandbox())
                .update();
        return new Taken(last, Optional.of(ref.id()));
    }

    private static Standing lock(Connection connection, UUID sandbox) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO host_events (sandbox, acknowledged, before) VALUES (?, 0, 0)"
                                + " ON CONFLICT DO NOTHING")
                .with(sandbox)
                .update();
        return Sql.of(
                        connection,
                        "SELECT acknowledged, before, leaf_id FROM host_events WHERE sandbox = ?"
                                + " FOR UPDATE")
                .with(sandbox)
                .only(Standing::read);
    }

    private boolean refused(Standing standing) {
        return standing.leaf().map(log::outcome).orElse(null) instanceof LeafOutcome.Refused;
    }

    private Bytes detail(HostIdentity host, long known, List<Event> fresh) {
        Map<String, Object> members = new TreeMap<>();
        members.put("host", host.sandbox().toString());
        members.put("missing", known == 0 ? 0 : fresh.getFirst().sequence() - known - 1);
        members.put("events", fresh);
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, Object.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
