package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Compares each stored checkpoint with the root at its size, and verifies its signatures. */
final class CheckpointCheck {
    private static final int PAGE = 500;

    private final Connection connection;
    private final AnchorsChain anchors;
    private final Findings findings;
    private final Deque<Stored> page = new ArrayDeque<>();
    private long last;
    private boolean exhausted;
    private boolean rootsDiffer;

    private record Stored(long size, String note) {}

    CheckpointCheck(Connection connection, AnchorsChain anchors, Findings findings) {
        this.connection = connection;
        this.anchors = anchors;
        this.findings = findings;
    }

    /** Looks at the checkpoint of the tree that stands at this frontier, if there is one. */
    void at(Frontier frontier) throws SQLException {
        Optional<Stored> next = next();
        if (next.isPresent() && next.get().size() == frontier.size()) {
            page.removeFirst();
            last = next.get().size();
            compare(next.get(), frontier);
        }
    }

    /**
     * After the last leaf: no checkpoint may be left, and the last one must be of the signed size.
     */
    void end(long signedSize) throws SQLException {
        if (next().isPresent()) {
            findings.add(
                    Check.CHECKPOINT,
                    "a checkpoint of " + page.getFirst().size() + " leaves: more than there are");
        }
        if (last != signedSize) {
            findings.add(
                    Check.CHECKPOINT,
                    "the last checkpoint is of "
                            + last
                            + " leaves, not of the signed "
                            + signedSize);
        }
    }

    private Optional<Stored> next() throws SQLException {
        if (page.isEmpty() && !exhausted) {
            page.addAll(
                    Sql.of(
                                    connection,
                                    "SELECT size, note FROM log_checkpoint WHERE size > ? ORDER BY size LIMIT ?")
                            .with(last)
                            .with(PAGE)
                            .list(row -> new Stored(row.number("size"), row.text("note"))));
            exhausted = page.size() < PAGE;
        }
        return Optional.ofNullable(page.peekFirst());
    }

    private void compare(Stored stored, Frontier frontier) {
        long lastLeaf = stored.size() - 1;
        try {
            Checkpoint checkpoint =
                    VerifiedCheckpoint.verify(Note.parse(stored.note()), anchors).checkpoint();
            findings.check(
                    checkpoint.size() == stored.size(),
                    Check.CHECKPOINT,
                    lastLeaf,
                    "a checkpoint is stored under another size");
            // One changed leaf changes every later root: the first difference says it all.
            if (!rootsDiffer && !checkpoint.root().equals(frontier.root())) {
                rootsDiffer = true;
                findings.check(
                        false,
                        Check.CHECKPOINT,
                        lastLeaf,
                        "the leaves do not hash to the root that was signed");
            }
        } catch (MalformedException | VerificationException e) {
            findings.check(
                    false,
                    Check.CHECKPOINT,
                    lastLeaf,
                    "a checkpoint does not verify: " + e.getMessage());
        }
    }
}
