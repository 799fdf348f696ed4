package dev.sealwright.controlplane.vault;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * An opened version.
 *
 * @param value base64url
 * @param leaf base64url of the unseal leaf that allowed it
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "UnsealedSecret")
public record UnsealAnswer(
        long version, String value, String leaf, String receipt, long receiptIndex) {
    @Override
    public String toString() {
        return "version " + version + " opened by leaf " + receiptIndex;
    }
}
