package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts operators who signed a message, each by his own key. */
public final class Consents {
    private Consents() {}

    /** How many of the anchors' operators signed; see the other. */
    public static int count(Anchors anchors, Bytes message, List<Approval> approvals) {
        return count(anchors.operators(), message, approvals);
    }

    /**
     * How many signed.
     *
     * @throws VerificationException for an approval by somebody else, one that does not verify, and
     *     a second one by the same operator
     */
    public static int count(List<Operator> operators, Bytes message, List<Approval> approvals) {
        Set<OperatorKey> consenting = new HashSet<>();
        for (Approval approval : approvals) {
            Operator operator =
                    operators.stream()
                            .filter(each -> each.name().equals(approval.operator()))
                            .findFirst()
                            .orElseThrow(() -> refused("an approval by nobody of the operators"));
            if (!operator.key().verify(message, approval.signature())) {
                throw refused("an approval that its operator did not sign");
            }
            if (!consenting.add(operator.key())) {
                throw refused("two approvals by one operator");
            }
        }
        return consenting.size();
    }

    /**
     * The same.
     *
     * @throws VerificationException if fewer signed than are needed, too
     */
    public static void require(
            List<Operator> operators, int required, Bytes message, List<Approval> approvals) {
        int consents = count(operators, message, approvals);
        if (consents < required) {
            throw new VerificationException(
                    Reason.QUORUM, consents + " of " + required + " operators signed");
        }
    }

    /** As many as the anchors demand; see the other. */
    public static void require(Anchors anchors, Bytes message, List<Approval> approvals) {
        require(anchors.operators(), anchors.operatorsRequired(), message, approvals);
    }

    private static VerificationException refused(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
