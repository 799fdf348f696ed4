package dev.sealwright.controlplane.report;

import dev.sealwright.protocol.crypto.Sha256;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A report that was made. The report itself is the file under its id.
 *
 * @param org tag, 32 hexadecimal digits; zeros for the whole service
 * @param sha256 hexadecimal digest of its body, as the log holds it
 * @param size of its body, bytes
 */
@Serdeable
@Schema(name = "ReportSummary")
public record ReportSummary(
        UUID id, String org, Instant createdAt, String madeBy, String sha256, long size) {

    static ReportSummary of(Report report) {
        return new ReportSummary(
                report.id(),
                report.org().hex(),
                report.madeAt(),
                report.madeBy(),
                Sha256.of(report.body()).hex(),
                report.body().size());
    }
}
