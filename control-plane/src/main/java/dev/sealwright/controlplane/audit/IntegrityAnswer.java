package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.log.IntegrityReport;
import dev.sealwright.controlplane.log.IntegrityReport.Finding;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a recomputation of the whole log found.
 *
 * @param verified whether everything fits
 * @param size leaves looked at
 * @param root base64url, recomputed over them
 * @param firstBadIndex the first leaf that something is wrong with
 */
@Serdeable
@Schema(name = "IntegrityReport")
public record IntegrityAnswer(
        boolean verified,
        long size,
        String root,
        @Nullable Long firstBadIndex,
        List<FindingAnswer> findings) {
    public IntegrityAnswer {
        findings = List.copyOf(findings);
    }

    /**
     * Something that does not fit.
     *
     * @param check what was compared
     * @param index of the first leaf it concerns
     */
    @Serdeable
    @Schema(name = "IntegrityFinding")
    public record FindingAnswer(String check, @Nullable Long index, String detail) {
        static FindingAnswer of(Finding finding) {
            return new FindingAnswer(
                    finding.check().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    finding.index().orElse(null),
                    finding.detail());
        }
    }

    static IntegrityAnswer of(IntegrityReport report) {
        return new IntegrityAnswer(
                report.whole(),
                report.size(),
                report.root().base64Url(),
                report.firstBadIndex().orElse(null),
                report.findings().stream().map(FindingAnswer::of).toList());
    }
}
