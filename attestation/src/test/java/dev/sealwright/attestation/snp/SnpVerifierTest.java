package dev.sealwright.attestation.snp;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnpVerifierTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"Milan", "Genoa", "Turin"})
    void aReportOfEveryLineIsAuthenticUnderItsChipKey(String line) {
        Amd amd = Amd.chip(line);
        SnpClaims claims = authentic(verify(amd, amd.evidence())).claims();
        assertThat(claims.product().label()).isEqualTo(line);
        assertThat(claims.reportedTcb())
                .isEqualTo(new SnpTcb(line.equals("Turin") ? 1 : 0, 2, 3, 4, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Milan", "Genoa", "Turin"})
    void aReportOfEveryLineIsAuthenticUnderALoanedKey(String line) {
        Amd amd = Amd.loaned(line);
        SnpClaims claims = authentic(verify(amd, amd.evidence())).claims();
        assertThat(claims.providerId()).contains("CN=cloud.example");
        assertThat(claims.report().signingKey()).isEqualTo(SnpSigningKey.VLEK);
    }

    @Test
    void theProductionVerifierRefusesAnotherRoot() {
        Amd amd = Amd.chip("Turin");
        var production = SnpVerifier.production(SignatureCheck.onJdk(), lists());
        assertThat(reasons(production.verify(amd.evidence(), NOW)))
                .containsExactly(Reason.ROOT_UNKNOWN);
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Amd amd = Amd.chip("Genoa");
        SnpReport other = SnpReport.parse(Amd.chip("Turin").report(Map.of()));
        SnpEvidence spliced = new SnpEvidence(other, amd.certificates());
        VerificationInstant late = VerificationInstant.parse("2051-01-01T00:00:00Z");
        assertThat(reasons(verifier(amd, lists()).verify(spliced, late)))
                .contains(
                        Reason.SIGNATURE_INVALID,
                        Reason.CERTIFICATE_EXPIRED,
                        Reason.PLATFORM_MISMATCH);
    }

    @Test
    void anotherChipIsRefused() {
        Amd amd = Amd.chip("Genoa");
        Bytes report = amd.report(Map.of(0x1a0, Bytes.fromHex("ff")));
        assertThat(reasons(verify(amd, evidence(amd, report))))
                .containsExactly(Reason.PLATFORM_MISMATCH);
    }

    @Test
    void otherFirmwareThanTheCertifiedIsRefused() {
        Amd amd = Amd.chip("Genoa");
        Bytes report = amd.report(Map.of(0x187, Bytes.fromHex("06")));
        assertThat(reasons(verify(amd, evidence(amd, report))))
                .containsExactly(Reason.PLATFORM_MISMATCH);
    }

    @Test
    void anotherProcessorLineThanTheCertifiedIsRefused() {
        Amd amd = Amd.chip("Genoa");
        Bytes report = amd.report(Map.of(0x188, Bytes.fromHex("190101")));
        assertThat(reasons(verify(amd, evidence(amd, report))))
                .containsExactly(Reason.PLATFORM_MISMATCH);
    }

    @Test
    void aLoanedKeyDoesNotSignForTheChipKey() {
        Amd amd = Amd.loaned("Genoa");
        Bytes report = amd.report(Map.of(0x48, Bytes.fromHex("00")));
        assertThat(reasons(verify(amd, evidence(amd, report))))
                .containsExactly(Reason.CERTIFICATE_MISSING);
    }

    @Test
    void aRevokedKeyIsRefused() {
        Amd amd = Amd.chip("Turin");
        X509CRL own = amd.issuer().revoking(Authority.FROM, Authority.TO, amd.certificate());
        X509CRL root = amd.root().revoking(Authority.FROM, Authority.TO);
        assertThat(reasons(verifier(amd, lists(own, root)).verify(amd.evidence(), NOW)))
                .containsExactly(Reason.CERTIFICATE_REVOKED);
    }

    @Test
    void anOldRevocationListIsRefused() {
        Amd amd = Amd.chip("Turin");
        Instant expired = Instant.parse("2026-02-01T00:00:00Z");
        X509CRL own = amd.issuer().revoking(Authority.FROM, expired);
        X509CRL root = amd.root().revoking(Authority.FROM, Authority.TO);
        assertThat(reasons(verifier(amd, lists(own, root)).verify(amd.evidence(), NOW)))
                .containsExactly(Reason.COLLATERAL_EXPIRED);
    }

    @Test
    void revocationCountsAsCheckedOnlyWithEveryList() {
        Amd amd = Amd.chip("Turin");
        X509CRL own = amd.issuer().revoking(Authority.FROM, Authority.TO);
        X509CRL root = amd.root().revoking(Authority.FROM, Authority.TO);
        assertThat(
                        authentic(verifier(amd, lists(own)).verify(amd.evidence(), NOW))
                                .passed(Check.REVOCATION))
                .isFalse();
        assertThat(
                        authentic(verifier(amd, lists(own, root)).verify(amd.evidence(), NOW))
                                .passed(Check.REVOCATION))
                .isTrue();
    }

    @Test
    void anExpiredKeyIsRefused() {
        Amd amd = Amd.expiring("Turin", Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(reasons(verify(amd, amd.evidence())))
                .containsExactly(Reason.CERTIFICATE_EXPIRED);
    }

    @Test
    void noFlippedByteIsAccepted() {
        Amd amd = Amd.chip("Turin");
        SnpVerifier verifier = verifier(amd, lists());
        Outcomes.assertNoFlippedByteChangesClaims(
                amd.report(Map.of()), report -> verifier.verify(evidence(amd, report), NOW));
    }

    @Test
    void aReportOfAnotherSizeIsMalformed() {
        Bytes report = Amd.chip("Turin").report(Map.of());
        assertThatThrownBy(() -> SnpReport.parse(report.slice(0, 1183)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> SnpReport.parse(Bytes.concat(report, Bytes.zeros(1))))
                .isInstanceOf(MalformedException.class);
    }

    private static SnpEvidence evidence(Amd amd, Bytes report) {
        return new SnpEvidence(SnpReport.parse(report), amd.certificates());
    }

    private static Verification<SnpClaims> verify(Amd amd, SnpEvidence evidence) {
        return verifier(amd, lists()).verify(evidence, NOW);
    }

    private static SnpVerifier verifier(Amd amd, RevocationLists lists) {
        return SnpVerifier.trusting(amd.root().asRoot(), Fast.SIGNATURES, lists);
    }

    private static RevocationLists lists(X509CRL... lists) {
        return new RevocationLists(List.of(lists));
    }
}
