package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.log.LeafOutcome;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * A certificate with all that proves it, in the form of {@link
 * dev.sealwright.protocol.enrol.CertificateAnswer}.
 *
 * @param certificateChain PEM: the host's certificate, the host CA's, the root's
 * @param leaf base64url of the enrolment or renewal leaf
 * @param receipt c2sp.org/tlog-proof text
 * @param bootstrapLeaf base64url of the leaf where the host's right comes from
 */
@Serdeable
@Schema(name = "CertificateAnswer")
public record CertificateBody(
        UUID sandboxId,
        List<String> certificateChain,
        String leaf,
        String receipt,
        String bootstrapLeaf,
        String bootstrapReceipt) {

    public static CertificateBody of(
            UUID sandbox,
            CertificateChain chain,
            LeafOutcome.Released leaf,
            LeafOutcome.Released bootstrap) {
        return new CertificateBody(
                sandbox,
                chain.pem(),
                leaf.leaf().base64Url(),
                leaf.receipt().text(),
                bootstrap.leaf().base64Url(),
                bootstrap.receipt().text());
    }
}
