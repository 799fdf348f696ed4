package dev.sealwright.operator.report;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.hsmkey.LiquidSecurityEvidence;
import dev.sealwright.attestation.hsmkey.LiquidSecurityRoots;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What LiquidSecurity HSMs (Google Cloud KMS, AWS CloudHSM, one's own) show, and the roots. */
final class LiquidSecurityOptions {
    private static final int MAX_CERTIFICATES = 512 * 1024;

    @Option(
            names = "--hsm-attestation",
            paramLabel = "FILE",
            description =
                    "What a LiquidSecurity HSM signed of a key, as Google Cloud KMS hands it out;"
                            + " once for each key.")
    private List<Path> attestations = new ArrayList<>();

    @Option(
            names = "--hsm-cluster",
            paramLabel = "FILE",
            description =
                    "What aws cloudhsmv2 describe-clusters said of a cluster before it was"
                            + " initialised (JSON).")
    private @Nullable Path cluster;

    @Option(
            names = "--hsm-certificates",
            required = true,
            paramLabel = "FILE",
            description = "Certificates (PEM) of those HSMs, with the roots.")
    private @Nullable Path certificates;

    @Option(
            names = "--hsm-maker-root",
            required = true,
            paramLabel = "SHA256",
            description =
                    "Marvell's root that you believe: SHA-256 of its DER, hexadecimal; several if"
                            + " needed.")
    private List<String> makers = new ArrayList<>();

    @Option(
            names = "--hsm-owner-root",
            paramLabel = "SHA256",
            description =
                    "The root of who runs the HSMs, such as Google's or AWS's, likewise; then it"
                            + " has to vouch for them too.")
    private List<String> owners = new ArrayList<>();

    AttestedKeys keys(Surroundings surroundings) {
        if (certificates == null) {
            throw new IllegalStateException("used before parsing");
        }
        if (attestations.isEmpty() && cluster == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "certificates of an HSM, and nothing that it shows",
                    "add --hsm-attestation or --hsm-cluster");
        }
        return LiquidSecurityEvidence.parse(
                        attestations.stream()
                                .limit(LiquidSecurityEvidence.MAX_ATTESTATIONS + 1L)
                                .map(LiquidSecurityOptions::attestation)
                                .toList(),
                        Optional.ofNullable(cluster)
                                .map(
                                        file ->
                                                EvidenceFile.bytes(
                                                        file, LiquidSecurityEvidence.MAX_CLUSTER)),
                        EvidenceFile.bytes(certificates, MAX_CERTIFICATES))
                .verify(
                        new LiquidSecurityRoots(
                                roots(makers),
                                Optional.of(owners)
                                        .filter(o -> !o.isEmpty())
                                        .map(LiquidSecurityOptions::roots)),
                        new VerificationInstant(surroundings.clock().instant()));
    }

    private static Bytes attestation(Path file) {
        return EvidenceFile.bytes(file, LiquidSecurityEvidence.MAX_ATTESTATION);
    }

    private static PinnedRoots roots(List<String> fingerprints) {
        return new PinnedRoots(
                fingerprints.stream().map(Bytes::fromHex).collect(Collectors.toSet()));
    }
}
