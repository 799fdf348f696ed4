package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A signature with the leaf that allowed it.
 *
 * @param version of the key that signed
 * @param signature base64url, in the form of RFC 7518: for ES256 r ‖ s
 * @param messageSha256 base64url of SHA-256 of what was signed
 * @param leaf base64url of the sign leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "Signature")
public record SignatureAnswer(
        String key,
        long version,
        String algorithm,
        String signature,
        String messageSha256,
        String leaf,
        String receipt,
        long receiptIndex) {
    static SignatureAnswer of(String key, Bytes signature, LeafOutcome.Released released) {
        if (!(LeafCodec.decode(released.leaf()).body() instanceof KeyBody.Sign sign)) {
            throw new IllegalStateException("a signature by a leaf of another type");
        }
        return new SignatureAnswer(
                key,
                sign.version(),
                sign.algorithm().jose(),
                signature.base64Url(),
                sign.message().base64Url(),
                released.leaf().base64Url(),
                released.receipt().text(),
                released.index());
    }
}
