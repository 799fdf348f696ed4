package dev.sealwright.attestation.report;

import dev.sealwright.attestation.report.Line.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An authentic report with what is to be said of each of its topics.
 *
 * @param checkedAt when it was held against the reader's clock
 */
public record AppraisedReport(AuthenticReport report, Instant checkedAt, List<Line> lines) {
    public AppraisedReport {
        lines = List.copyOf(lines);
    }

    /**
     * Says of each topic how far it can be believed.
     *
     * @param log the facts of a verified copy of the log that holds the report
     */
    public static AppraisedReport of(
            AuthenticReport report, Demands demands, Optional<LogFacts> log, Instant now) {
        List<Line> lines = new ArrayList<>();
        lines.addAll(new TrustLines(report, demands, now).lines());
        lines.addAll(new TokenLines(report, demands).lines());
        lines.addAll(new OrgLines(report, log).lines());
        lines.addAll(BuildLines.of(report.statement().build(), demands));
        return new AppraisedReport(report, now, lines);
    }

    /** Whether no line failed. */
    public boolean holds() {
        return count(Status.FAILED) == 0;
    }

    public long count(Status status) {
        return lines.stream().filter(line -> line.status() == status).count();
    }
}
