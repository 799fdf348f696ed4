package dev.sealwright.controlplane.trust;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.epoch.AnchorsChange;
import dev.sealwright.protocol.leaf.EpochBody;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Anchors to put in the place of the present ones.
 *
 * @param document base64url of what the root signed
 * @param approvals of operators of the present anchors
 */
@Serdeable
@Schema(name = "AnchorsChange")
public record AnchorsChangeBody(String document, List<Approval> approvals) {
    private static final int MOST = 64;

    /**
     * An operator's consent.
     *
     * @param operator by the name that the present anchors give him
     * @param signature base64url, Ed25519
     */
    @Serdeable
    @Schema(name = "OperatorApproval")
    public record Approval(String operator, String signature) {
        EpochBody.Approval decoded() {
            return new EpochBody.Approval(operator, Bytes.fromBase64Url(signature));
        }
    }

    public AnchorsChangeBody {
        approvals = List.copyOf(approvals);
        if (approvals.size() > MOST) {
            throw new MalformedException("at most " + MOST + " approvals");
        }
    }

    AnchorsChange change() {
        return new AnchorsChange(
                Bytes.fromBase64Url(document), approvals.stream().map(Approval::decoded).toList());
    }
}
