package dev.sealwright.attestation.tdx;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.dcap.DcapCollateral;
import dev.sealwright.attestation.dcap.IntelRoots;
import dev.sealwright.attestation.dcap.QuoteExaminer;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.x509.PinnedRoots;
import java.util.Optional;

/** Verifies a TDX quote; without collateral, revocation and TCB stay not checked and it says so. */
public final class TdxVerifier extends Verifier<TdxQuote, TdxClaims> {
    private final QuoteExaminer quotes;

    private TdxVerifier(QuoteExaminer quotes) {
        this.quotes = quotes;
    }

    /** Believes Intel's root. */
    public static TdxVerifier production(SignatureCheck signatures, DcapCollateral collateral) {
        return trusting(IntelRoots.PRODUCTION, signatures, collateral);
    }

    /** Believes the given roots and no others. */
    public static TdxVerifier trusting(
            PinnedRoots roots, SignatureCheck signatures, DcapCollateral collateral) {
        return new TdxVerifier(new QuoteExaminer(roots, signatures, collateral));
    }

    @Override
    protected TdxClaims examine(TdxQuote quote, Examination examination) {
        TdReport report = quote.report();
        var module =
                new QuoteExaminer.TdxModule(
                        report.teeTcbSvn(), report.mrSignerSeam(), report.seamAttributes());
        return new TdxClaims(
                quote, quotes.examine(quote.quote(), Optional.of(module), examination));
    }
}
