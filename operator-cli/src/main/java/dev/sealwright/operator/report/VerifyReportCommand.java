package dev.sealwright.operator.report;

import dev.sealwright.attestation.report.AppraisedReport;
import dev.sealwright.attestation.report.ReportJson;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.attest.JsonTree;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code report verify}, also {@code verify report}: offline, from the pinned root. */
@Command(
        description = {
            "Verify a compliance report offline, and say of each line whether it is proven,"
                    + " asserted, failed or not checked.",
            "A report that was changed in one byte is refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright report verify report.cbor --root-fingerprint 3f…9c --nonce 00ff…",
            "  sealwright report verify report.cbor --log ./mirror --json",
            "  sealwright report verify report.cbor --hsm-attestation root-key.dat"
                    + " --hsm-certificates hsm.pem --hsm-maker-root 23…f4 --hsm-owner-root 46…95"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:verified, and no line failed",
            "1:not authentic, or a line failed",
            "2:malformed",
            "3:wrong command line"
        })
public final class VerifyReportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final ReportChecks checks = new ReportChecks();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "What report create wrote.")
    private @Nullable Path file;

    public VerifyReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw new IllegalStateException("used before parsing");
        }
        AppraisedReport report = checks.appraise(file, output, surroundings);
        output.result(JsonTree.of(ReportJson.of(report)), ReportText.of(report));
        return (report.holds() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }
}
