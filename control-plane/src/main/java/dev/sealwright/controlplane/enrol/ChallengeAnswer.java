package dev.sealwright.controlplane.enrol;

import dev.sealwright.protocol.enrol.EnrolmentChallenge;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a host checks before it answers, in the form of {@link EnrolmentChallenge}.
 *
 * @param bootstrapLeaf base64url
 * @param bootstrapReceipt c2sp.org/tlog-proof text
 * @param anchors base64url of the COSE_Sign1 bytes
 * @param nonce base64url, 32 bytes
 */
@Serdeable
@Schema(name = "EnrolmentChallenge")
public record ChallengeAnswer(
        String bootstrapLeaf, String bootstrapReceipt, String anchors, String nonce) {
    static ChallengeAnswer of(EnrolmentChallenge challenge) {
        return new ChallengeAnswer(
                challenge.bootstrapLeaf().base64Url(),
                challenge.bootstrapReceipt().text(),
                challenge.anchors().base64Url(),
                challenge.nonce().base64Url());
    }
}
