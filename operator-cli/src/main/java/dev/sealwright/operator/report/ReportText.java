package dev.sealwright.operator.report;

import dev.sealwright.attestation.report.AppraisedReport;
import dev.sealwright.attestation.report.Line.Status;
import dev.sealwright.client.terminal.Table;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An appraised report for people at a terminal. */
final class ReportText {
    private ReportText() {}

    static String of(AppraisedReport report) {
        var table = new Table("LINE", "STATUS", "WHY");
        report.lines()
                .forEach(
                        line ->
                                table.row(
                                        line.topic().title(), line.status().text(), line.reason()));
        return table + "\n\n" + summary(report);
    }

    static String summary(AppraisedReport report) {
        return (report.holds() ? "verified: " : "not verified: ")
                + Arrays.stream(Status.values())
                        .map(status -> report.count(status) + " " + status.text())
                        .collect(Collectors.joining(", "));
    }
}
