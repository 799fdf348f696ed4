package dev.sealwright.protocol.policy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.VerifiedLeaf;

/** A policy that a host may put into force. Obtained from {@link PolicyAcceptance} only. */
public final class AcceptedPolicy {
    private final CompiledPolicy policy;
    private final VerifiedLeaf leaf;
    private final Bytes digest;

    AcceptedPolicy(CompiledPolicy policy, VerifiedLeaf leaf, Bytes digest) {
        this.policy = policy;
        this.leaf = leaf;
        this.digest = digest;
    }

    public CompiledPolicy policy() {
        return policy;
    }

    public VerifiedLeaf leaf() {
        return leaf;
    }

    /** The floor from now on. */
    public PolicyFloor floor() {
        return new PolicyFloor(policy.version(), digest);
    }
}
