package dev.sealwright.operator.attest;

import dev.sealwright.attestation.AttestShow;
import dev.sealwright.attestation.AttestVerify;
import dev.sealwright.attestation.VerdictReport;
import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.evidence.TrustedRoots;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attest …}: offline, from files and the vendors' pinned roots. */
@Command(
        name = "attest",
        synopsisSubcommandLabel = "COMMAND",
        description = "Verify or show the evidence of enclaves and confidential machines, offline.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright attest show document.cbor",
            "  sealwright attest verify document.cbor --policy enclaves.json",
            "  sealwright attest verify report.bin --with vcek.der --with ask_ark.pem --policy"
                    + " none",
            "  sealwright attest collateral fetch quote.bin --to ./intel",
            "  sealwright attest references release.json --to corim --out release.corim",
            "  sealwright attest verify quote.bin --collateral ./intel --policy tdx.json"
                    + " --at 2026-06-01T00:00:00Z"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:acceptable (with --policy none: authentic)",
            "1:authentic, but refused by the policy",
            "2:not authentic, or malformed",
            "3:wrong command line",
            "5:a file cannot be read"
        })
public final class AttestCommand {
    private final Surroundings surroundings;

    private AttestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command with all below it. */
    public static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new AttestCommand(surroundings))
                .addSubcommand(new ReferencesCommand())
                .addSubcommand(new CollateralCommand(surroundings))
                .addSubcommand(new SubmitCommand(surroundings));
    }

    @Command(
            name = "verify",
            description = {
                "Verify evidence: signature, chain to the vendor's pinned root, revocation,"
                        + " firmware status; then hold it against a policy.",
                "What was not checked, for want of collateral or because the policy leaves it"
                        + " open, is said."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright attest verify document.cbor --policy enclaves.json")
    int verify(
            @Mixin EvidenceOptions evidence,
            @Mixin OutputOptions output,
            @Option(
                            names = "--policy",
                            required = true,
                            paramLabel = "FILE|none",
                            description = "What evidence must say; none stops after authenticity.")
                    String policy,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            description = "Judge everything at this instant; now if not given.")
                    @Nullable String at,
            @Option(
                            names = "--nonce",
                            paramLabel = "HEX",
                            description = "What quotes and tokens must answer.")
                    @Nullable String nonce,
            @Option(
                            names = "--issuer",
                            paramLabel = "URL",
                            description = "Whose keys a JWK set given by --with holds.")
                    @Nullable String issuer,
            @Option(
                            names = "--references",
                            paramLabel = "FILE",
                            description = "Reference values, as JSON or CoRIM.")
                    @Nullable Path references,
            @Option(
                            names = "--attestation-root",
                            paramLabel = "FILE",
                            description =
                                    "A TPM maker's root certificate, believed for being given;"
                                            + " repeatable.")
                    @Nullable List<Path> attestationRoots) {
        Collateral collateral = evidence.collateral();
        var verifier =
                new EvidenceVerifier(
                        SignatureCheck.onJdk(),
                        collateral,
                        TokenKeys.of(issuer, collateral),
                        Optional.ofNullable(nonce).map(Bytes::fromHex),
                        TrustedRoots.PRODUCTION.withTpm(roots(attestationRoots)));
        var attest = new AttestVerify(verifier, policy(policy), references(references));
        AttestVerify.Verdict verdict =
                attest.verdict(evidence.file(), evidence.format(), instant(at));
        output.result(
                JsonTree.of(VerdictReport.json(verdict)),
                VerdictReport.text(verdict).stripTrailing());
        return verdict.exitStatus();
    }

    @Command(
            name = "show",
            description = {
                "Show what evidence claims. NOTHING IS VERIFIED; the output says so.",
                "The format is found out from the file."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright attest show document.cbor")
    void show(@Mixin EvidenceOptions evidence, @Mixin OutputOptions output) {
        Optional<Format> format = evidence.format();
        Collateral collateral = evidence.collateral();
        output.result(
                JsonTree.of(AttestShow.json(evidence.file(), format, collateral)),
                AttestShow.text(evidence.file(), format, collateral).stripTrailing());
    }

    private static PinnedRoots roots(@Nullable List<Path> files) {
        List<Path> given = files == null ? List.of() : files;
        return new PinnedRoots(
                given.stream()
                        .flatMap(f -> EvidenceOptions.collateral(f).certificates().stream())
                        .map(Certificates::fingerprint)
                        .collect(Collectors.toSet()));
    }

    private VerificationInstant instant(@Nullable String at) {
        return at == null
                ? VerificationInstant.now(surroundings.clock())
                : VerificationInstant.parse(at);
    }

    private static Optional<Policy> policy(String file) {
        return file.equals("none")
                ? Optional.empty()
                : Optional.of(Policy.parse(EvidenceOptions.read(Path.of(file))));
    }

    private static ReferenceValues references(@Nullable Path file) {
        return file == null ? ReferenceValues.NONE : ReferenceFile.read(EvidenceOptions.read(file));
    }
}
