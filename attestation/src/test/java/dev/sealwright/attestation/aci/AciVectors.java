package dev.sealwright.attestation.aci;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.util.List;

/** A confidential container group of the collection, whole and with parts exchanged. */
public final class AciVectors {
    private static final String FOLDER = "snp/ms-aci-sidecar/";
    private static final VerificationInstant AT = VerificationInstant.parse("2023-07-01T00:00:00Z");

    private AciVectors() {}

    public static void isAuthentic() {
        AciClaims claims = authentic(verify(evidence(endorsement(), policy()), MICROSOFT)).claims();
        assertThat(claims.uvmFeed()).isEqualTo("ContainerPlat-AMD-UVM");
        assertThat(claims.uvmSvn()).isEqualTo(22);
    }

    public static void anotherPolicyIsRefused() {
        Bytes other =
                Bytes.fromBase64(
                        Vectors.text(FOLDER + "security-context/security-policy-base64").strip());
        assertThat(reasons(verify(evidence(endorsement(), other), MICROSOFT)))
                .containsExactly(Reason.BINDING_BROKEN);
    }

    public static void anotherUtilityVmIsRefused() {
        Bytes other =
                Bytes.fromBase64(
                        Vectors.text(FOLDER + "security-context/reference-info-base64").strip());
        assertThat(reasons(verify(evidence(UvmEndorsement.parse(other), policy()), MICROSOFT)))
                .containsExactly(Reason.BINDING_BROKEN);
    }

    public static void anotherEndorserIsRefused() {
        EndorsementIssuer other =
                new EndorsementIssuer(Bytes.zeros(32), EndorsementIssuer.MICROSOFT.usage());
        assertThat(reasons(verify(evidence(endorsement(), policy()), other)))
                .containsExactly(Reason.ISSUER_UNTRUSTED, Reason.ROOT_UNKNOWN);
    }

    private static final EndorsementIssuer MICROSOFT = EndorsementIssuer.MICROSOFT;

    private static Verification<AciClaims> verify(
            AciEvidence evidence, EndorsementIssuer endorser) {
        var snp = SnpVerifier.production(SignatureCheck.onJdk(), new RevocationLists(List.of()));
        return new AciVerifier(snp, endorser, SignatureCheck.onJdk()).verify(evidence, AT);
    }

    private static AciEvidence evidence(UvmEndorsement endorsement, Bytes policy) {
        Collateral host = Vectors.collateral(FOLDER + "uvm_host_amd_certificate.json");
        SnpReport report = SnpReport.parse(Vectors.read(FOLDER + "snp_report.bin"));
        return new AciEvidence(new SnpEvidence(report, host.certificates()), endorsement, policy);
    }

    private static UvmEndorsement endorsement() {
        return UvmEndorsement.parse(Vectors.read(FOLDER + "body.uvm_reference_info.bin"));
    }

    private static Bytes policy() {
        return Bytes.fromBase64(Vectors.text(FOLDER + "uvm_security_policy.base64").strip());
    }
}
