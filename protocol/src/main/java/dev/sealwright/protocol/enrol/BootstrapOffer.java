package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Instant;

/**
 * What a host knows after the first step of enrolment: that the right it was given was minted, by
 * this service, for its bootstrap key, and is not over. Obtained from {@link #verify} only.
 */
public final class BootstrapOffer {
    private final ReceiptVerifier verifier;
    private final VerifiedLeaf leaf;
    private final LeafBody.Bootstrap bootstrap;
    private final Bytes nonce;

    private BootstrapOffer(
            ReceiptVerifier verifier,
            VerifiedLeaf leaf,
            LeafBody.Bootstrap bootstrap,
            Bytes nonce) {
        this.verifier = verifier;
        this.leaf = leaf;
        this.bootstrap = bootstrap;
        this.nonce = nonce;
    }

    /**
     * Anchors under the pin, the leaf under the anchors, the leaf for this key, and now within its
     * time.
     */
    public static BootstrapOffer verify(
            EnrolmentChallenge challenge, Bytes bootstrapKey, RootPin pin, Instant now) {
        VerifiedAnchors anchors = AnchorsDocument.verify(challenge.anchors(), pin, now);
        ReceiptVerifier verifier = new ReceiptVerifier(anchors);
        VerifiedLeaf leaf =
                verifier.verify(challenge.bootstrapLeaf(), challenge.bootstrapReceipt());
        LeafBody.Bootstrap bootstrap = leaf.expect(LeafBody.Bootstrap.class);
        checkKey(bootstrap, bootstrapKey);
        bootstrap.validity().check(now, "the bootstrap");
        return new BootstrapOffer(verifier, leaf, bootstrap, challenge.nonce());
    }

    static void checkKey(LeafBody.Bootstrap bootstrap, Bytes key) {
        if (!bootstrap.key().equals(key)
                || !bootstrap.bootstrap().equals(BootstrapId.of(key).value())) {
            throw new VerificationException(Reason.MISMATCH, "a bootstrap leaf for another key");
        }
    }

    /** The proof for a host key, made with the bootstrap's secret. */
    public Bytes prove(BootstrapSeed seed, Bytes spki) {
        checkKey(bootstrap, seed.publicKey());
        return seed.sign(proof(spki).message());
    }

    private EnrolmentProof proof(Bytes spki) {
        return new EnrolmentProof(
                leaf.origin(), new BootstrapId(bootstrap.bootstrap()), nonce, spki, leaf.hash());
    }

    public VerifiedAnchors anchors() {
        return verifier.anchors();
    }

    /** Knows the checkpoints seen so far; good for the rest of the enrolment. */
    public ReceiptVerifier verifier() {
        return verifier;
    }

    public VerifiedLeaf leaf() {
        return leaf;
    }

    public LeafBody.Bootstrap bootstrap() {
        return bootstrap;
    }

    public Bytes nonce() {
        return nonce;
    }
}
