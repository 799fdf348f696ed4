package dev.sealwright.attestation.dcap;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.sgx.SgxQuote;
import dev.sealwright.attestation.sgx.SgxVerifier;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.tdx.TdxVerifier;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteVerifierTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Intel INTEL = new Intel();

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aTdxQuoteWithAllItsCollateralHasEverythingChecked(int version) {
        Authentic<TdxClaims> outcome = authentic(tdx(version, INTEL.collateral()));
        assertThat(outcome.claims().platform().tcb().orElseThrow().status())
                .isEqualTo(TcbStatus.UP_TO_DATE);
        for (Check check :
                List.of(
                        Check.SIGNATURE,
                        Check.BINDING,
                        Check.CHAIN,
                        Check.REVOCATION,
                        Check.QUOTING_ENCLAVE,
                        Check.TCB)) {
            assertThat(outcome.passed(check)).as("%s", check).isTrue();
        }
    }

    @Test
    void withoutCollateralTheQuoteIsAuthenticAndTheRestIsSaidToBeUnchecked() {
        Authentic<TdxClaims> outcome = authentic(tdx(4, DcapCollateral.NONE));
        assertThat(outcome.claims().platform().tcb()).isEmpty();
        for (Check check : List.of(Check.REVOCATION, Check.QUOTING_ENCLAVE, Check.TCB)) {
            assertThat(outcome.passed(check)).as("%s", check).isFalse();
        }
    }

    @Test
    void anSgxQuoteIsAuthentic() {
        var verifier =
                SgxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, INTEL.collateral());
        authentic(verifier.verify(SgxQuote.parse(INTEL.sgxQuote()), NOW));
    }

    @Test
    void theProductionVerifiersRefuseAnotherRoot() {
        var tdx = TdxVerifier.production(Fast.SIGNATURES, DcapCollateral.NONE);
        assertThat(reasons(tdx.verify(TdxQuote.parse(INTEL.tdxQuote(4)), NOW)))
                .containsExactly(Reason.ROOT_UNKNOWN);
        var sgx = SgxVerifier.production(Fast.SIGNATURES, DcapCollateral.NONE);
        assertThat(reasons(sgx.verify(SgxQuote.parse(INTEL.sgxQuote()), NOW)))
                .containsExactly(Reason.ROOT_UNKNOWN);
    }

    @Test
    void aRevokedPlatformIsRefused() {
        var collateral =
                INTEL.collateral(
                        INTEL.tcbInfo("UpToDate", Authority.TO), INTEL.listsRevokingThePlatform());
        assertThat(reasons(tdx(4, collateral))).containsExactly(Reason.CERTIFICATE_REVOKED);
    }

    @Test
    void expiredCollateralIsRefused() {
        var old = INTEL.tcbInfo("UpToDate", Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(reasons(tdx(4, INTEL.collateral(old, List.of()))))
                .containsExactly(Reason.COLLATERAL_EXPIRED);
    }

    @Test
    void collateralThatTheVendorDidNotSignIsRefused() {
        SignedJson good = INTEL.tcbInfo("OutOfDate", Authority.TO);
        SignedJson forged =
                new SignedJson(INTEL.tcbInfo("UpToDate", Authority.TO).text(), good.signature());
        assertThat(reasons(tdx(4, INTEL.collateral(forged, List.of()))))
                .containsExactly(Reason.COLLATERAL_INVALID);
    }

    @Test
    void theVendorsStatusIsAFactForThePolicy() {
        var outdated = INTEL.collateral(INTEL.tcbInfo("OutOfDate", Authority.TO), List.of());
        TcbVerdict verdict = authentic(tdx(4, outdated)).claims().platform().tcb().orElseThrow();
        assertThat(verdict.status()).isEqualTo(TcbStatus.OUT_OF_DATE);
        assertThat(verdict.advisories()).containsExactly("INTEL-SA-00001");
    }

    @Test
    void paddingIsKeptApartAndCountsAsFact() {
        Bytes padded = Bytes.concat(INTEL.tdxQuote(4), Bytes.zeros(70));
        var verifier =
                TdxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, DcapCollateral.NONE);
        TdxClaims claims = authentic(verifier.verify(TdxQuote.parse(padded), NOW)).claims();
        assertThat(claims.quote().quote().trailing().size()).isEqualTo(70);
        assertThat(claims.quote().quote().trailingZero()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void noFlippedByteOfATdxQuoteChangesItsClaims(int version) {
        var verifier =
                TdxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, DcapCollateral.NONE);
        Outcomes.assertNoFlippedByteChangesClaims(
                INTEL.tdxQuote(version), quote -> verifier.verify(TdxQuote.parse(quote), NOW));
    }

    @Test
    void noFlippedByteOfAnSgxQuoteChangesItsClaims() {
        var verifier =
                SgxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, DcapCollateral.NONE);
        Outcomes.assertNoFlippedByteChangesClaims(
                INTEL.sgxQuote(), quote -> verifier.verify(SgxQuote.parse(quote), NOW));
    }

    @Test
    void aQuoteCutShortIsMalformedWhereverItEnds() {
        Bytes quote = INTEL.tdxQuote(5);
        for (int size = 0; size < quote.size(); size += 7) {
            Bytes cut = quote.slice(0, size);
            assertThatThrownBy(() -> TdxQuote.parse(cut)).isInstanceOf(MalformedException.class);
        }
    }

    private static Verification<TdxClaims> tdx(int version, DcapCollateral collateral) {
        return TdxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, collateral)
                .verify(TdxQuote.parse(INTEL.tdxQuote(version)), NOW);
    }
}
