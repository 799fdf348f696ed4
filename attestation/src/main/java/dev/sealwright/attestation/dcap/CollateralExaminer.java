package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.ChainBuilder;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.RevocationLists;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Picks, of the collateral at hand, the document that fits, is signed by Intel and is current. */
final class CollateralExaminer {
    private static final String SIGNER = "CN=Intel SGX TCB Signing";

    private final ChainValidator chains;
    private final SignatureCheck signatures;
    private final List<X509Certificate> certificates;
    private final List<X509Certificate> signers;
    private final RevocationLists revocations;

    CollateralExaminer(
            ChainValidator chains, SignatureCheck signatures, DcapCollateral collateral) {
        this.chains = chains;
        this.signatures = signatures;
        this.certificates = collateral.certificates();
        this.signers = certificates.stream().filter(CollateralExaminer::signer).toList();
        this.revocations = collateral.revocations();
    }

    /** Which documents of one kind fit, when they hold, and what they serve. */
    record Kind<D>(
            Predicate<D> fits,
            Function<D, Instant> issued,
            Function<D, Instant> nextUpdate,
            Check check,
            String name) {}

    /**
     * Empty, and noted as not checked, if none fits or the signer's certificate is not at hand.
     * Refuses if one fits but is expired or wrongly signed, and no other is better.
     */
    <D> Optional<D> pick(List<Document<D>> documents, Kind<D> kind, Examination examination) {
        List<Document<D>> fitting = fitting(documents, kind);
        if (fitting.isEmpty() || signers.isEmpty()) {
            examination.skip(
                    kind.check,
                    (fitting.isEmpty() ? "no " : "no signer's certificate for the ") + kind.name);
            return Optional.empty();
        }
        Optional<Refusal> first = Optional.empty();
        for (Document<D> document : fitting) {
            Optional<Refusal> against = against(document, kind, examination.instant());
            if (against.isEmpty()) {
                return Optional.of(document.value());
            }
            first = first.or(() -> against);
        }
        first.ifPresent(examination::refuse);
        return Optional.empty();
    }

    /** Newest first. */
    private static <D> List<Document<D>> fitting(List<Document<D>> documents, Kind<D> kind) {
        return documents.stream()
                .filter(d -> kind.fits.test(d.value()))
                .sorted(Comparator.comparing(d -> kind.issued.apply(d.value())))
                .toList()
                .reversed();
    }

    private <D> Optional<Refusal> against(
            Document<D> document, Kind<D> kind, VerificationInstant at) {
        Instant issued = kind.issued.apply(document.value());
        if (!at.within(issued, kind.nextUpdate.apply(document.value()))) {
            return refusal(Reason.COLLATERAL_EXPIRED, kind.name + " not current at the instant");
        }
        return document.signers(signers, signatures).stream().anyMatch(c -> valid(c, at))
                ? Optional.empty()
                : refusal(Reason.COLLATERAL_INVALID, kind.name + " not signed by the vendor");
    }

    private boolean valid(X509Certificate signer, VerificationInstant at) {
        List<X509Certificate> chain = ChainBuilder.above(signer, certificates);
        return chains.against(chain, at).isEmpty() && !revocations.names(signer);
    }

    private static boolean signer(X509Certificate certificate) {
        return List.of(certificate.getSubjectX500Principal().getName().split(",")).contains(SIGNER);
    }

    private static Optional<Refusal> refusal(Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
