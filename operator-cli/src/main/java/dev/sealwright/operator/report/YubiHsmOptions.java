package dev.sealwright.operator.report;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.hsmkey.YubiHsmEvidence;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A YubiHSM 2's evidence of keys, and the root that the reader believes; one needs the other. */
final class YubiHsmOptions {
    private static final int MAX_EVIDENCE = 512 * 1024;

    @Option(
            names = "--hsm-evidence",
            required = true,
            paramLabel = "FILE",
            description = "Certificates (PEM) that YubiHSM 2 devices signed for their keys.")
    private @Nullable Path evidence;

    @Option(
            names = "--hsm-root",
            required = true,
            paramLabel = "SHA256",
            description = "Yubico's root that you believe: SHA-256 of its DER, hexadecimal.")
    private @Nullable String root;

    AttestedKeys keys(Surroundings surroundings) {
        if (evidence == null || root == null) {
            throw new IllegalStateException("used before parsing");
        }
        return new AttestedKeys(
                YubiHsmEvidence.parse(EvidenceFile.bytes(evidence, MAX_EVIDENCE))
                        .verify(
                                new PinnedRoots(Set.of(Bytes.fromHex(root))),
                                new VerificationInstant(surroundings.clock().instant())));
    }
}
