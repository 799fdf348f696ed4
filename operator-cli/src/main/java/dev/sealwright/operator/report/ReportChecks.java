package dev.sealwright.operator.report;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.report.AppraisedReport;
import dev.sealwright.attestation.report.AuthenticReport;
import dev.sealwright.attestation.report.Demands;
import dev.sealwright.attestation.report.LogFacts;
import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.ReportVerifier;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.operator.verify.LogVerification;
import dev.sealwright.operator.verify.LogWalk;
import dev.sealwright.operator.verify.Trust;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a reader holds against a report, besides the pinned root. */
final class ReportChecks {
    private static final int MAX_SBOM = 16 * 1024 * 1024;

    @Mixin private final Trust trust = new Trust();

    @Option(
            names = "--nonce",
            paramLabel = "HEX",
            description = "What it must answer: the nonce it was asked for with.")
    private @Nullable String nonce;

    @Option(
            names = "--max-age",
            paramLabel = "SECONDS",
            description = "How old it may be, by its own time.")
    private @Nullable Long maxAge;

    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "A mirror of the log, verified first; shows what one leaf cannot.")
    private @Nullable Path log;

    @Option(
            names = "--sbom",
            paramLabel = "FILE",
            description = "The component list, to compare with the digest in the report.")
    private @Nullable Path sbom;

    @ArgGroup(exclusive = false)
    private @Nullable YubiHsmOptions yubiHsm;

    @ArgGroup(exclusive = false)
    private @Nullable LiquidSecurityOptions liquidSecurity;

    AppraisedReport appraise(Path file, OutputOptions output, Surroundings surroundings) {
        ReportFile report = ReportFile.parse(EvidenceFile.bytes(file, ReportFile.MAX_SIZE));
        AuthenticReport authentic = new ReportVerifier(trust.pin(surroundings)).verify(report);
        return AppraisedReport.of(
                authentic,
                demands(surroundings),
                Optional.ofNullable(log)
                        .map(folder -> facts(folder, authentic, output, surroundings)),
                surroundings.clock().instant());
    }

    private Demands demands(Surroundings surroundings) {
        if (yubiHsm == null && liquidSecurity == null) {
            return demands();
        }
        AttestedKeys yubico = yubiHsm == null ? AttestedKeys.NONE : yubiHsm.keys(surroundings);
        AttestedKeys marvells =
                liquidSecurity == null ? AttestedKeys.NONE : liquidSecurity.keys(surroundings);
        return demands().with(yubico.and(marvells));
    }

    private Demands demands() {
        return new Demands(
                Optional.ofNullable(nonce).map(Bytes::fromHex),
                Optional.ofNullable(maxAge).map(Duration::ofSeconds),
                Optional.ofNullable(sbom)
                        .map(file -> Sha256.of(EvidenceFile.bytes(file, MAX_SBOM))));
    }

    private static LogVerification.Outcome read(
            Path folder,
            AuthenticReport report,
            LogFacts facts,
            OutputOptions output,
            Surroundings surroundings) {
        try (var progress = output.progress("verifying the log", surroundings)) {
            return new LogVerification(new MirrorFolder(folder), report.anchors())
                    .run(reader(facts), progress::at);
        }
    }

    private static LogWalk.LeafReader reader(LogFacts facts) {
        return new LogWalk.LeafReader() {
            @Override
            public void read(long index, Bytes entry, Leaf leaf) {
                facts.add(index, entry, leaf);
            }

            @Override
            public void gone(long index) {
                facts.gone(index);
            }
        };
    }

    private static LogFacts facts(
            Path folder, AuthenticReport report, OutputOptions output, Surroundings surroundings) {
        var facts = new LogFacts(report);
        if (!read(folder, report, facts, output, surroundings).findings().isEmpty()) {
            throw new VerificationException(
                    Reason.CONSISTENCY, "the mirrored log breaks its rules; see verify log");
        }
        if (!facts.holdsReport()) {
            throw new VerificationException(
                    Reason.INCLUSION, "the mirrored log does not hold the report; mirror it again");
        }
        return facts;
    }
}
