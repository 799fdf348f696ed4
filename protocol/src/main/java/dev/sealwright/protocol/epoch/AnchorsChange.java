package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.ceremony.Consents;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.LeafBody;
import java.time.Instant;
import java.util.List;

/**
 * Anchors that are to take the place of others within their epoch: what the root signed, and who of
 * the operators of those before consents.
 *
 * @param document COSE_Sign1
 * @param approvals of operators, over {@link LeafBody.Anchors#message}
 */
public record AnchorsChange(Bytes document, List<Approval> approvals) {
    public AnchorsChange {
        approvals = List.copyOf(approvals);
        if (document.size() > AnchorsDocument.MAX_SIZE) {
            throw new MalformedException("an anchors document that is too large");
        }
    }

    public AnchorsChange approvedBy(List<Approval> consents) {
        return new AnchorsChange(document, consents);
    }

    /** The file that the ceremony leaves. */
    public Bytes encode() {
        return AnchorsChangeCodec.encode(this);
    }

    public static AnchorsChange decode(Bytes encoded) {
        return AnchorsChangeCodec.decode(encoded);
    }

    /**
     * The anchors that are to follow: of the same root and epoch, and they say themselves what they
     * replace.
     *
     * @throws VerificationException if they cannot follow the current ones
     */
    public VerifiedAnchors next(VerifiedAnchors current, Instant now) {
        VerifiedAnchors next = AnchorsDocument.verifySuccessor(document, current, now);
        requireReplaces(next, current);
        return next;
    }

    /**
     * Throws a VerificationException unless the one document says that it replaces the other within
     * their epoch.
     */
    public static void requireReplaces(VerifiedAnchors next, VerifiedAnchors current) {
        boolean replaces = next.content().replaces().filter(current.digest()::equals).isPresent();
        if (!replaces
                || !next.origin().equals(current.origin())
                || next.content().version() <= current.content().version()
                || !next.content().closed().equals(current.content().closed())) {
            throw new VerificationException(
                    Reason.MISMATCH, "anchors that do not replace the current ones");
        }
    }

    /** What its leaf will say, without approvals: what operators are asked to sign. */
    public LeafBody.Anchors draft(VerifiedAnchors next) {
        return new LeafBody.Anchors(next.digest(), next.content().version());
    }

    /** How many operators of the current anchors approve. */
    public int consents(VerifiedAnchors next, VerifiedAnchors current) {
        return Consents.count(current.content(), draft(next).message(), approvals);
    }

    /**
     * The body of the leaf that puts them in force.
     *
     * @throws VerificationException unless they can follow and enough operators approve
     */
    public LeafBody.Anchors verify(VerifiedAnchors current, Instant now) {
        VerifiedAnchors next = next(current, now);
        LeafBody.Anchors body =
                new LeafBody.Anchors(next.digest(), next.content().version(), approvals);
        check(body, next, current);
        return body;
    }

    /**
     * Throws a VerificationException unless the leaf puts one document in the place of the other.
     */
    public static void check(LeafBody.Anchors body, VerifiedAnchors next, VerifiedAnchors current) {
        requireReplaces(next, current);
        if (!body.digest().equals(next.digest()) || body.version() != next.content().version()) {
            throw new VerificationException(
                    Reason.MISMATCH, "an anchors leaf that names other anchors");
        }
        Consents.require(current.content(), body.message(), body.approvals());
    }
}
