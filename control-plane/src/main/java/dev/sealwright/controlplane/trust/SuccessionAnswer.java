package dev.sealwright.controlplane.trust;

import dev.sealwright.protocol.epoch.AnchorsSuccession;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What shows that anchors took the place of others within their epoch.
 *
 * @param document base64url of the anchors that were replaced
 * @param leaf base64url of the leaf that names the newer ones, with operators' approvals
 * @param receipt of the leaf, a c2sp.org/tlog-proof, under the checkpoint that it is the last leaf
 *     of: the last one that voters of the replaced anchors sign
 */
@Serdeable
@Schema(name = "AnchorsSuccession")
public record SuccessionAnswer(String document, String leaf, String receipt) {
    static SuccessionAnswer of(AnchorsSuccession succession) {
        return new SuccessionAnswer(
                succession.document().base64Url(),
                succession.leaf().base64Url(),
                succession.receipt().text());
    }
}
