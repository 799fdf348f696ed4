package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Compares the details beside the log with the digests in its leaves. One that is missing must have
 * been taken away by retention, and the signed log must say so. Where the leaf's own bytes went,
 * {@link EntryCheck} looks at that, and a detail can be no more than claimed.
 */
final class DetailCheck {
    private static final String FROM =
            " FROM log_entry e LEFT JOIN log_event_detail d ON d.leaf_id = e.id"
                    + " WHERE (e.type IN ('event', 'unseal') AND octet_length(e.leaf) > 0)"
                    + " OR d.leaf_id IS NOT NULL";

    private final Connection connection;
    private final Findings findings;
    private final Integrity.Steps steps;
    private final Map<Bytes, List<Pruning>> pruned = new HashMap<>();

    DetailCheck(Connection connection, Findings findings, Integrity.Steps steps) {
        this.connection = connection;
        this.findings = findings;
        this.steps = steps;
    }

    /** How many steps it will take: it goes over them twice. */
    long steps() throws SQLException {
        return 2
                * Sql.of(connection, "SELECT count(*) AS details" + FROM)
                        .only(row -> row.number("details"));
    }

    void run() throws SQLException {
        Map<UUID, Pruning> claimed = new HashMap<>();
        Prunings.released(connection).forEach(each -> claimed.put(each.leafId(), each));
        details().each(row -> believe(row, claimed));
        details().each(this::check);
    }

    private Sql details() {
        return Sql.of(
                connection,
                "SELECT e.index, e.id, e.leaf, e.org, d.salt, d.detail"
                        + FROM
                        + " ORDER BY e.index");
    }

    /** A range counts if the event that it names tells of exactly this range. */
    private void believe(Row row, Map<UUID, Pruning> claimed) throws SQLException {
        steps.next();
        Pruning pruning = claimed.get(row.uuid("id"));
        if (pruning != null
                && pruning.org().equals(row.bytes("org"))
                && row.optionalBytes("detail").equals(Optional.of(pruning.detail()))
                && opens(row)) {
            pruned.computeIfAbsent(pruning.org(), _ -> new ArrayList<>()).add(pruning);
        }
    }

    private void check(Row row) throws SQLException {
        steps.next();
        long index = row.number("index");
        if (row.optionalBytes("detail").isPresent()) {
            findings.check(
                    opens(row), Check.EVENT_DETAIL, index, "the detail of the event was changed");
        } else {
            findings.check(
                    isPruned(row.bytes("org"), index),
                    Check.EVENT_DETAIL,
                    index,
                    "the detail is missing, and no entry says that retention took it");
        }
    }

    private boolean isPruned(Bytes org, long index) {
        return pruned.getOrDefault(org, List.of()).stream()
                .anyMatch(each -> index >= each.from() && index < each.to());
    }

    private static boolean opens(Row row) throws SQLException {
        try {
            return new Opening(row.bytes("salt"), row.bytes("detail"))
                    .opens(LeafCodec.decode(row.bytes("leaf")).body());
        } catch (MalformedException e) {
            return false;
        }
    }
}
