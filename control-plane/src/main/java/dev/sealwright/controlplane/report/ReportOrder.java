package dev.sealwright.controlplane.report;

import dev.sealwright.attestation.report.Statement;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to make a report for.
 *
 * @param nonce base64url of 1 to 64 bytes that the report repeats
 */
@Serdeable
@Schema(name = "ReportOrder")
public record ReportOrder(@Nullable String nonce) {

    Optional<Bytes> nonceBytes() {
        try {
            Optional<Bytes> bytes = Optional.ofNullable(nonce).map(Bytes::fromBase64Url);
            if (bytes.filter(n -> n.isEmpty() || n.size() > Statement.MAX_NONCE).isEmpty()) {
                return bytes;
            }
        } catch (MalformedException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalid(
                "/nonce", "not base64url of 1 to " + Statement.MAX_NONCE + " bytes");
    }
}
