package dev.sealwright.client.host;

import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.enrol.EnrolledHost;
import dev.sealwright.protocol.policy.PolicyAcceptance;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.time.Instant;

/**
 * An enrolled host whose anchors and enrolment were verified again from what is on disk, under the
 * root it pinned.
 */
public record KnownHost(HostConfig config, ReceiptVerifier verifier, EnrolledHost enrolled) {
    public static KnownHost load(HostFolder folder, Instant now) {
        HostConfig config = folder.config();
        var anchors = AnchorsDocument.verify(folder.anchors(), config.root(), now);
        var verifier = new ReceiptVerifier(folder.anchorsChain(anchors));
        return new KnownHost(config, verifier, EnrolledHost.verify(config.enrolment(), verifier));
    }

    /** Accepts policies for this host's organisation and sandbox spec. */
    public PolicyAcceptance acceptance() {
        return new PolicyAcceptance(enrolled.id().org(), enrolled.spec(), verifier);
    }
}
