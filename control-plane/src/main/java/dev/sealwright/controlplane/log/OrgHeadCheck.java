package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.ReportBody.OrgHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Compares each {@code org-head} leaf with the chain of its organisation before it. */
final class OrgHeadCheck {
    private final Connection connection;
    private final Findings findings;

    OrgHeadCheck(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    void run() throws SQLException {
        Sql.of(
                        connection,
                        "SELECT index, leaf, org, org_seq FROM log_entry WHERE type = 'org-head'"
                                + " ORDER BY index")
                .each(this::compare);
    }

    private void compare(Row row) throws SQLException {
        Optional<OrgHead> claimed = claimed(row.bytes("leaf"));
        boolean holds =
                claimed.isPresent()
                        && claimed.get().count() <= row.number("org_seq")
                        && head(row.bytes("org"), claimed.get().count())
                                .equals(Optional.of(claimed.get().head()));
        findings.check(
                holds,
                Check.ORG_CHAIN,
                row.number("index"),
                "the chain of the organisation never had this head");
    }

    private static Optional<OrgHead> claimed(Bytes leaf) {
        try {
            return LeafCodec.decode(leaf).body() instanceof OrgHead head
                    ? Optional.of(head)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** What the entry at that position chains on; the org-head itself is one at or behind it. */
    private Optional<Bytes> head(Bytes org, long position) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT org_prev_hash FROM log_entry WHERE org = ? AND org_seq = ?")
                .with(org)
                .with(position)
                .first(found -> found.bytes("org_prev_hash"));
    }
}
