package dev.sealwright.attestation.report;

import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.util.Map;

/**
 * A report that stands in the log of the anchors it carries, which the pinned root signed; and so
 * does every leaf it names. What it states is another matter. Obtained from {@link ReportVerifier}
 * only.
 */
public final class AuthenticReport {
    private final Statement statement;
    private final VerifiedAnchors anchors;
    private final VerifiedLeaf leaf;
    private final VerifiedCheckpoint checkpoint;
    private final Map<LoggedLeaf, VerifiedLeaf> leaves;

    AuthenticReport(
            Statement statement,
            VerifiedAnchors anchors,
            VerifiedLeaf leaf,
            VerifiedCheckpoint checkpoint,
            Map<LoggedLeaf, VerifiedLeaf> leaves) {
        this.statement = statement;
        this.anchors = anchors;
        this.leaf = leaf;
        this.checkpoint = checkpoint;
        this.leaves = Map.copyOf(leaves);
    }

    public Statement statement() {
        return statement;
    }

    public VerifiedAnchors anchors() {
        return anchors;
    }

    /** The {@code report} leaf. */
    public VerifiedLeaf leaf() {
        return leaf;
    }

    /** The checkpoint that everything is proven under. */
    VerifiedCheckpoint checkpoint() {
        return checkpoint;
    }

    VerifiedLeaf leaf(LoggedLeaf named) {
        VerifiedLeaf found = leaves.get(named);
        if (found == null) {
            throw new IllegalArgumentException("not a leaf of this report");
        }
        return found;
    }
}
