package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies a report offline, from a root pin alone: anchors under the root, checkpoint under the
 * anchors, the report and every leaf it names under the checkpoint. A report that differs in one
 * byte from the one that was made is refused.
 */
public final class ReportVerifier {
    /** A report is stated, then logged; in between lies the log of its org heads. */
    private static final Duration LONGEST_MAKING = Duration.ofMinutes(10);

    private final RootPin pin;

    public ReportVerifier(RootPin pin) {
        this.pin = pin;
    }

    /**
     * Throws a VerificationException unless all of that holds. The anchors are judged at the time
     * of the report, which the key service held to its own clock when it admitted the leaf.
     */
    public AuthenticReport verify(ReportFile file) {
        Leaf claimed = LeafCodec.decode(file.leaf());
        if (!(claimed.body() instanceof ReportBody.Report(Bytes digest))
                || !digest.equals(Sha256.of(file.body()))) {
            throw mismatch("a report that its leaf does not name");
        }
        Statement statement = Statement.decode(file.body());
        VerifiedAnchors anchors = AnchorsDocument.verify(statement.anchors(), pin, claimed.time());
        VerifiedCheckpoint checkpoint = checkpoint(file.receipt().checkpoint(), anchors);
        var verifier = new ReceiptVerifier(anchors);
        VerifiedLeaf leaf = verifier.verify(file.leaf(), file.receipt());
        check(statement, leaf);
        return new AuthenticReport(
                statement, anchors, leaf, checkpoint, leaves(statement, file, leaf, verifier));
    }

    private static void check(Statement statement, VerifiedLeaf leaf) {
        leaf.expect(ReportBody.Report.class, statement.org());
        Duration making = Duration.between(statement.time(), leaf.leaf().time());
        if (making.isNegative() || making.compareTo(LONGEST_MAKING) > 0) {
            throw mismatch("a report of another time than its leaf");
        }
    }

    private static Map<LoggedLeaf, VerifiedLeaf> leaves(
            Statement statement, ReportFile file, VerifiedLeaf report, ReceiptVerifier verifier) {
        List<LoggedLeaf> named = statement.leaves();
        if (named.size() != file.proofs().size()) {
            throw new MalformedException("a report with other proofs than leaves");
        }
        Map<LoggedLeaf, VerifiedLeaf> leaves = new HashMap<>();
        for (int i = 0; i < named.size(); i++) {
            LoggedLeaf each = named.get(i);
            if (each.index() >= report.index()) {
                throw mismatch("a report that names a later leaf");
            }
            var receipt =
                    new Receipt(each.index(), file.proofs().get(i), file.receipt().checkpoint());
            leaves.put(each, verifier.verify(each.leaf(), receipt));
        }
        return leaves;
    }

    /** Every signature is by a voter: nothing unverified is let stand. */
    private static VerifiedCheckpoint checkpoint(Note checkpoint, VerifiedAnchors anchors) {
        long claimed =
                anchors.voters().stream()
                        .flatMap(voter -> voter.noteKeys(anchors.origin()).stream())
                        .filter(checkpoint::claims)
                        .count();
        if (claimed != checkpoint.signatures().size()) {
            throw new VerificationException(
                    Reason.SIGNATURE, "a report whose checkpoint carries a stranger's signature");
        }
        return VerifiedCheckpoint.ofReceipt(checkpoint, anchors);
    }

    private static VerificationException mismatch(String text) {
        return new VerificationException(Reason.MISMATCH, text);
    }
}
