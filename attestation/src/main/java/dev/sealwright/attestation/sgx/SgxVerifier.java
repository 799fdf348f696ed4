package dev.sealwright.attestation.sgx;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.dcap.DcapCollateral;
import dev.sealwright.attestation.dcap.IntelRoots;
import dev.sealwright.attestation.dcap.QuoteExaminer;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.x509.PinnedRoots;
import java.util.Optional;

/**
 * Verifies an SGX quote; without collateral, revocation and TCB stay not checked and it says so.
 */
public final class SgxVerifier extends Verifier<SgxQuote, SgxClaims> {
    private final QuoteExaminer quotes;

    private SgxVerifier(QuoteExaminer quotes) {
        this.quotes = quotes;
    }

    /** Believes Intel's root. */
    public static SgxVerifier production(SignatureCheck signatures, DcapCollateral collateral) {
        return trusting(IntelRoots.PRODUCTION, signatures, collateral);
    }

    /** Believes the given roots and no others. */
    public static SgxVerifier trusting(
            PinnedRoots roots, SignatureCheck signatures, DcapCollateral collateral) {
        return new SgxVerifier(new QuoteExaminer(roots, signatures, collateral));
    }

    @Override
    protected SgxClaims examine(SgxQuote quote, Examination examination) {
        return new SgxClaims(quote, quotes.examine(quote.quote(), Optional.empty(), examination));
    }
}
