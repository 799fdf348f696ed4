package dev.sealwright.attestation.snp;

import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.MalformedException;
import java.util.Map;
import java.util.Optional;

/** What the undated verdict rows of SNP reports demand. */
public final class SnpVectors {
    private SnpVectors() {}

    public static void parsesButHasNoKey(String path) {
        assertThat(EvidenceReader.detect(Vectors.read(path))).isEqualTo(Format.SNP);
        Evidence evidence = EvidenceReader.read(Vectors.read(path), Collateral.NONE);
        var verifier =
                new EvidenceVerifier(
                        SignatureCheck.onJdk(), Collateral.NONE, Map.of(), Optional.empty());
        var outcome = verifier.verify(evidence, VerificationInstant.parse("2026-06-01T00:00:00Z"));
        assertThat(reasons(outcome)).containsExactly(Reason.CERTIFICATE_MISSING);
    }

    public static void isMalformed(String path) {
        assertThatThrownBy(
                        () -> EvidenceReader.read(Vectors.read(path), Format.SNP, Collateral.NONE))
                .isInstanceOf(MalformedException.class);
    }
}
