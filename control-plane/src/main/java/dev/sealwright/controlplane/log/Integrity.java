package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Recomputes the log from its leaves and compares everything else that is stored with that: hashes,
 * tiles, the chains of the organisations, heads, signed checkpoints, details of events, and the key
 * service's own head. Of leaves whose bytes went it has the hashes, and demands the pruning leaf
 * that accounts for them.
 */
@Singleton
public final class Integrity {
    private final Storage storage;
    private final VerifiedAnchors anchors;
    private final Standing standing;

    Integrity(Storage storage, VerifiedAnchors anchors, Standing standing) {
        this.storage = storage;
        this.anchors = anchors;
        this.standing = standing;
    }

    /** Hears how far a check is; what it throws ends the check. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * So many steps of so many are done.
         *
         * @param done entries, and then details of entries
         */
        void at(long done, long total);
    }

    public IntegrityReport check() {
        return check((_, _) -> {});
    }

    /**
     * The same before somebody's eyes.
     *
     * @param watcher told after each step, so that it must be quick
     */
    public IntegrityReport check(Watcher watcher) {
        Findings findings = new Findings();
        Frontier frontier =
                storage.snapshot(connection -> new Pass(connection, findings, watcher).run());
        compareWithKeyService(findings);
        return new IntegrityReport(frontier.size(), frontier.root(), findings.list());
    }

    private void compareWithKeyService(Findings findings) {
        try {
            standing.check();
        } catch (DatabaseBehindException e) {
            findings.add(Check.KEY_SERVICE, String.valueOf(e.getMessage()));
        } catch (KeyServiceUnavailableException e) {
            findings.add(
                    Check.KEY_SERVICE,
                    "the key service does not answer, so its head was not compared");
        }
    }

    /** What a check has done, for who watches it. */
    static final class Steps {
        private final Watcher watcher;
        private long done;
        private long total;

        Steps(Watcher watcher) {
            this.watcher = watcher;
        }

        void expect(long steps) {
            total = steps;
        }

        void next() {
            watcher.at(++done, total);
        }
    }

    /** One walk over all entries, in order. */
    private final class Pass {
        private final Connection connection;
        private final Findings findings;
        private final EntryCheck entries;
        private final TileCheck tiles;
        private final CheckpointCheck checkpoints;
        private final Steps steps;
        private Frontier frontier = Frontier.EMPTY;

        Pass(Connection connection, Findings findings, Watcher watcher) throws SQLException {
            this.connection = connection;
            this.steps = new Steps(watcher);
            this.findings = findings;
            this.entries = new EntryCheck(findings);
            this.tiles = new TileCheck(connection, findings);
            this.checkpoints = new CheckpointCheck(connection, chain(connection), findings);
        }

        /** Where a closed epoch's anchors are damaged, its checkpoints do not verify. */
        private AnchorsChain chain(Connection connection) throws SQLException {
            try {
                return AnchorsTable.chain(connection, anchors);
            } catch (MalformedException | VerificationException e) {
                findings.add(Check.CHECKPOINT, "anchors of the past: " + e.getMessage());
                return AnchorsChain.of(anchors);
            }
        }

        Frontier run() throws SQLException {
            LogHead head = Heads.read(connection);
            DetailCheck details = new DetailCheck(connection, findings, steps);
            steps.expect(head.size() + details.steps());
            Entries.each(connection, this::entry);
            entries.end();
            tiles.end();
            checkpoints.end(head.signedSize());
            head(head);
            details.run();
            new OrgHeadCheck(connection, findings).run();
            return frontier;
        }

        private void entry(Row row) throws SQLException {
            steps.next();
            Entry entry = Entries.entry(row);
            long expected = frontier.size();
            // After a gap nothing is where it was signed: the first one says it all.
            if (findings.has(Check.SEQUENCE)
                    || !findings.check(
                            entry.index() == expected,
                            Check.SEQUENCE,
                            expected,
                            "the entry is missing")) {
                return;
            }
            Bytes hash = entry.gone() ? entry.leafHash() : TreeHash.leaf(entry.leaf());
            entries.check(entry, hash);
            frontier = frontier.append(hash);
            tiles.add(hash);
            checkpoints.at(frontier);
        }

        private void head(LogHead head) {
            findings.check(
                    head.size() <= frontier.size(),
                    Check.HEAD,
                    frontier.size(),
                    "entries are missing at the end");
            findings.check(
                    head.size() >= frontier.size(),
                    Check.HEAD,
                    head.size(),
                    "there are entries beyond the head");
            if (head.size() == frontier.size()
                    && !(head.frontier().equals(frontier) && head.root().equals(frontier.root()))) {
                findings.add(Check.HEAD, "the stored head is not that of the leaves");
            }
        }
    }
}
