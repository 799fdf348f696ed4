package dev.sealwright.operator.mirror;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * From a copy of one epoch of the log to the next: the copy is set aside, whole, once the anchors
 * of the next epoch hold as successors of its own and tell the same of it as the copy does.
 */
public final class Succession {
    private final MirrorFolder folder;

    public Succession(MirrorFolder folder) {
        this.folder = folder;
    }

    /** What became of the copy's epoch, and how much of the copy is not in the next one. */
    public record Closed(ClosedEpoch epoch, long copied, String aside) {
        public String text() {
            long kept = Math.max(0, copied - epoch.restoredSize());
            return epoch.origin()
                    + " was closed at "
                    + epoch.size()
                    + " entries; "
                    + epoch.restoredSize()
                    + " of them go on, "
                    + epoch.lost()
                    + " are lost to the service"
                    + (kept > 0 ? ", of which " + kept + " are in this copy: " + aside : "");
        }
    }

    /**
     * Sets the copy aside if it is of an epoch that these anchors closed; empty if there is nothing
     * to set aside.
     *
     * @throws VerificationException if the anchors do not follow those of the copy, or contradict
     *     it; then nothing is moved
     */
    public Optional<Closed> follow(AnchorsChain chain, Instant now) {
        if (!folder.isFilled()) {
            return Optional.empty();
        }
        VerifiedAnchors next = chain.current();
        VerifiedAnchors own = AnchorsDocument.verifyIssued(folder.anchors(), next.pin());
        AnchorsDocument.verifySuccessor(next.document(), own, now);
        if (own.origin().equals(next.origin())) {
            requireLogged(chain, own);
            return Optional.empty();
        }
        ClosedEpoch epoch =
                next.content().closed().stream()
                        .filter(each -> each.origin().equals(own.origin()))
                        .findFirst()
                        .orElseThrow(() -> refused("anchors that do not say how this log went on"));
        Checkpoint copied =
                VerifiedCheckpoint.verify(folder.checkpoint(), folder.chain(own)).checkpoint();
        requireSame(epoch, copied);
        return Optional.of(new Closed(epoch, copied.size(), folder.setAside(own.origin())));
    }

    /** Within an epoch the log itself says that the one took the place of the other. */
    private static void requireLogged(AnchorsChain chain, VerifiedAnchors own) {
        if (chain.versionOf(own.document()).isEmpty()) {
            throw refused("anchors that the log does not put in the place of this copy's");
        }
    }

    /** The roots of the two sizes that the anchors name, as far as the copy reaches. */
    private void requireSame(ClosedEpoch epoch, Checkpoint copied) {
        if (copied.size() > epoch.size()) {
            throw refused(
                    "anchors that close the log at "
                            + epoch.size()
                            + " entries, below the "
                            + copied.size()
                            + " that its voters signed");
        }
        Frontier read = Frontier.EMPTY;
        for (long bundle = 0; bundle * Tile.FULL < copied.size(); bundle++) {
            for (var entry : folder.entries(Tile.inTree(Tile.ENTRIES, bundle, copied.size()))) {
                read = read.append(entry.hash());
                require(read, epoch.restoredSize(), epoch.restoredRoot());
                require(read, epoch.size(), epoch.root());
            }
        }
        if (!read.root().equals(copied.root())) {
            throw refused("entries of the copy that do not give its checkpoint's root");
        }
    }

    private static void require(Frontier read, long size, Bytes root) {
        if (read.size() == size && !read.root().equals(root)) {
            throw refused("anchors that tell of another history than this copy");
        }
    }

    private static VerificationException refused(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
