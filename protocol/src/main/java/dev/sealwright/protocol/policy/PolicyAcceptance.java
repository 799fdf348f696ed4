package dev.sealwright.protocol.policy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Instant;
import java.util.Optional;

/**
 * How a host, or someone who checks it, accepts a policy.
 *
 * @param org tag of the host's own org
 * @param spec row id of the host's own sandbox spec
 * @param verifier under the pinned anchors
 */
public record PolicyAcceptance(Bytes org, Bytes spec, ReceiptVerifier verifier) {
    public PolicyAcceptance {
        org.requireSize(Uuids.SIZE, "an org tag");
        spec.requireSize(Uuids.SIZE, "a spec id");
    }

    /**
     * The policy is in the log, for this host, unaltered, not below the floor, and now within its
     * time.
     */
    public AcceptedPolicy accept(
            PolicyDelivery delivery, Optional<PolicyFloor> floor, Instant now) {
        AcceptedPolicy accepted = verify(delivery);
        floor.ifPresent(at -> checkFloor(accepted.floor(), at));
        accepted.policy().validity().check(now, "the policy");
        return accepted;
    }

    /** The same without floor and clock, for someone who checks later. */
    public AcceptedPolicy verify(PolicyDelivery delivery) {
        VerifiedLeaf leaf = verifier.verify(delivery.leaf(), delivery.receipt());
        LeafBody.Policy body = leaf.expect(LeafBody.Policy.class, org);
        if (!body.spec().equals(spec)) {
            throw mismatch("a policy for another sandbox spec");
        }
        if (!SaltedDigest.of(delivery.salt(), delivery.policy()).equals(body.digest())) {
            throw mismatch("a policy whose leaf names another one");
        }
        CompiledPolicy policy = CompiledPolicy.decode(delivery.policy());
        if (policy.version() != body.version()
                || !policy.validity().equals(body.validity())
                || !policy.identity().org().equals(org)
                || !policy.identity().spec().equals(spec)) {
            throw mismatch("a policy that contradicts its leaf");
        }
        return new AcceptedPolicy(policy, leaf, body.digest());
    }

    private static void checkFloor(PolicyFloor offered, PolicyFloor floor) {
        if (offered.version() < floor.version()) {
            throw new VerificationException(
                    Reason.ROLLBACK,
                    "policy version " + offered.version() + " after " + floor.version());
        }
        if (offered.version() == floor.version() && !offered.digest().equals(floor.digest())) {
            throw new VerificationException(
                    Reason.ROLLBACK, "another policy of version " + floor.version());
        }
    }

    private static VerificationException mismatch(String text) {
        return new VerificationException(Reason.MISMATCH, text);
    }
}
