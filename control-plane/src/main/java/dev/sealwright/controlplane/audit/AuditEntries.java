package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.log.AuditQuery;
import dev.sealwright.controlplane.log.AuditQuery.Audited;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.leaf.Opening;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Entries of the log with all that is kept of them beside it. */
@Singleton
public final class AuditEntries {
    private final Storage storage;
    private final Records records;

    AuditEntries(Storage storage, Records records) {
        this.storage = storage;
        this.records = records;
    }

    public List<Audited> find(AuditQuery query) {
        return storage.read(connection -> opened(connection, query.run(connection)));
    }

    private List<Audited> opened(Connection connection, List<Audited> found) throws SQLException {
        List<UUID> closed =
                found.stream()
                        .filter(each -> each.opening().isEmpty())
                        .map(each -> each.entry().id())
                        .toList();
        Map<UUID, Opening> openings =
                closed.isEmpty() ? Map.of() : records.openings(connection, closed);
        return found.stream()
                .map(
                        each ->
                                new Audited(
                                        each.entry(),
                                        each.opening()
                                                .or(
                                                        () ->
                                                                Optional.ofNullable(
                                                                        openings.get(
                                                                                each.entry()
                                                                                        .id()))),
                                        each.actor()))
                .toList();
    }
}
