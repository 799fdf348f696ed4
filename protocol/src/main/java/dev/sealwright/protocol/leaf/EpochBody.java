package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.OperatorKey;
import java.util.List;

/**
 * An epoch of the log begins: its first leaf of its own. What stands before it was taken over.
 *
 * @param origin of the log from here on
 * @param from origin of the epoch that was closed
 * @param closedSize where that was closed
 * @param restoredSize leaves that were taken over; those up to {@code closedSize} are lost
 * @param anchors SHA-256 of the anchors document that says the same
 * @param closedBy how it is known where the epoch was closed
 * @param approvals of operators of the closed epoch
 */
public record EpochBody(
        String origin,
        String from,
        long closedSize,
        Bytes closedRoot,
        long restoredSize,
        Bytes restoredRoot,
        Bytes anchors,
        ClosedBy closedBy,
        List<Approval> approvals)
        implements LeafBody {
    private static final String DOMAIN = "sealwright/epoch-opening/v1";
    private static final int MAX_ORIGIN = 255;
    static final int MAX_APPROVALS = 64;

    public EpochBody {
        approvals = List.copyOf(approvals);
        requireOrigin(origin);
        requireOrigin(from);
        require(!origin.equals(from), "origin");
        require(closedRoot, DIGEST, "closed_root");
        require(restoredRoot, DIGEST, "restored_root");
        require(restoredSize >= 1 && restoredSize <= closedSize, "restored_size");
        require(anchors, DIGEST, "anchors");
        require(approvals.size() <= MAX_APPROVALS, "approvals");
    }

    private static void requireOrigin(String text) {
        require(!text.isEmpty() && text.length() <= MAX_ORIGIN, "origin");
        require(text.chars().allMatch(c -> c > ' ' && c < 0x7f), "origin");
    }

    /** Who said where the epoch ended. */
    public enum ClosedBy {
        /** A quorum of its voters, each of which signs nothing more in it. */
        VOTERS("voters"),
        /**
         * Nobody: its voters are lost, and this is the largest checkpoint that was at hand. There
         * may have been larger ones.
         */
        CHECKPOINT("checkpoint");

        private final String text;

        ClosedBy(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        static ClosedBy of(String text) {
            for (ClosedBy each : values()) {
                if (each.text.equals(text)) {
                    return each;
                }
            }
            throw new MalformedException("an epoch that was closed in an unknown way");
        }
    }

    /**
     * An operator's consent.
     *
     * @param operator by the name that the anchors give him
     * @param signature of his key's kind, over {@link #message}
     */
    public record Approval(String operator, Bytes signature) {
        public Approval {
            require(
                    !signature.isEmpty() && signature.size() <= OperatorKey.MAX_SIGNATURE,
                    "the signature of an operator");
        }
    }

    /** What operators sign: all of it but their signatures. */
    public Bytes message() {
        return Framed.domain(DOMAIN)
                .add(origin)
                .add(from)
                .addUint64(closedSize)
                .add(closedRoot)
                .addUint64(restoredSize)
                .add(restoredRoot)
                .add(anchors)
                .add(closedBy.text())
                .bytes();
    }

    /** The same with these consents. */
    public EpochBody approvedBy(List<Approval> consents) {
        return new EpochBody(
                origin,
                from,
                closedSize,
                closedRoot,
                restoredSize,
                restoredRoot,
                anchors,
                closedBy,
                consents);
    }

    /** Whether leaves that were signed are not in this epoch, or may not be. */
    public boolean losesLeaves() {
        return restoredSize < closedSize || closedBy == ClosedBy.CHECKPOINT;
    }

    @Override
    public String type() {
        return "epoch";
    }

    @Override
    public boolean systemWide() {
        return true;
    }
}
