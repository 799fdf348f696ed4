package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts the operators behind a change of trust. */
final class Consents {
    private Consents() {}

    /**
     * How many operators of these anchors signed the message.
     *
     * @throws VerificationException for an approval that is none
     */
    static int count(Bytes message, List<Approval> approvals, VerifiedAnchors anchors) {
        Set<Bytes> consenting = new HashSet<>();
        for (Approval approval : approvals) {
            Operator operator =
                    anchors.content().operators().stream()
                            .filter(each -> each.name().equals(approval.operator()))
                            .findFirst()
                            .orElseThrow(() -> refused("an approval by nobody of the operators"));
            require(
                    Ed25519.verify(operator.key(), message, approval.signature()),
                    "an approval that its operator did not sign");
            require(consenting.add(operator.key()), "two approvals by one operator");
        }
        return consenting.size();
    }

    /** Throws a VerificationException unless as many did as these anchors demand. */
    static void require(Bytes message, List<Approval> approvals, VerifiedAnchors anchors) {
        int required = anchors.content().operatorsRequired();
        int consents = count(message, approvals, anchors);
        if (consents < required) {
            throw new VerificationException(
                    Reason.QUORUM,
                    "a change that " + consents + " of " + required + " operators approved");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refused(otherwise);
        }
    }

    private static VerificationException refused(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
