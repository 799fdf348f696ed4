package dev.sealwright.attestation.aci;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.pki.ContainerGroup;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class AciVerifierTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final ContainerGroup GROUP = new ContainerGroup();
    private static final RevocationLists NO_LISTS = new RevocationLists(List.of());

    @Test
    void aContainerGroupIsAuthenticWithItsEndorsedUtilityVmAndItsPolicy() {
        AciClaims claims = authentic(verify(GROUP.file())).claims();
        assertThat(claims.uvmFeed()).isEqualTo("TestPlat-UVM");
        assertThat(claims.uvmSvn()).isEqualTo(7);
        assertThat(claims.policyHash()).isEqualTo(Digests.sha256(GROUP.policy()));
    }

    @Test
    void theProductionVerifierRefusesAnotherRoot() {
        var production =
                new AciVerifier(
                        SnpVerifier.production(Fast.SIGNATURES, NO_LISTS),
                        EndorsementIssuer.MICROSOFT,
                        Fast.SIGNATURES);
        assertThat(reasons(production.verify(AciJson.parse(GROUP.file()), NOW)))
                .containsExactly(Reason.ROOT_UNKNOWN, Reason.ISSUER_UNTRUSTED, Reason.ROOT_UNKNOWN);
    }

    @Test
    void anotherContainerPolicyThanTheEnforcedIsRefused() {
        Bytes other = Bytes.utf8("package policy\n\ndefault create_container := true\n");
        Bytes file = GROUP.file(GROUP.report(), GROUP.endorsement(measurement()), other);
        assertThat(reasons(verify(file))).containsExactly(Reason.BINDING_BROKEN);
    }

    @Test
    void anEndorsementOfAnotherUtilityVmIsRefused() {
        Bytes other = GROUP.endorsement(Bytes.zeros(48));
        assertThat(reasons(verify(GROUP.file(GROUP.report(), other, GROUP.policy()))))
                .containsExactly(Reason.BINDING_BROKEN);
    }

    @Test
    void noFlippedByteOfTheEndorsementChangesTheClaims() {
        AciEvidence whole = AciJson.parse(GROUP.file());
        Outcomes.assertNoFlippedByteChangesClaims(
                GROUP.endorsement(measurement()),
                bytes ->
                        verify(
                                new AciEvidence(
                                        whole.snp(),
                                        UvmEndorsement.parse(bytes),
                                        whole.containerPolicy())));
    }

    private static Bytes measurement() {
        return GROUP.report().slice(0x90, 0xc0);
    }

    private static Verification<AciClaims> verify(Bytes file) {
        return verify(AciJson.parse(file));
    }

    private static Verification<AciClaims> verify(AciEvidence evidence) {
        var snp = SnpVerifier.trusting(GROUP.amd().root().asRoot(), Fast.SIGNATURES, NO_LISTS);
        return new AciVerifier(snp, GROUP.issuer(), Fast.SIGNATURES).verify(evidence, NOW);
    }
}
