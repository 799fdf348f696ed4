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
import dev.sealwright.protocol.Bytes;
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
    private final RevocationLists revocations;

    CollateralExaminer(
            ChainValidator chains, SignatureCheck signatures, DcapCollateral collateral) {
        this.chains = chains;
        this.signatures = signatures;
        this.certificates = collateral.certificates();
        this.revocations = collateral.revocations();
    }

    /** How documents of one kind are read, which fits, when they hold, and what they serve. */
    record Kind<D>(
            Function<Bytes, D> reader,
            Predicate<D> fits,
            Function<D, Instant> issued,
            Function<D, Instant> nextUpdate,
            Check check,
            String name) {}

    private record Read<D>(SignedJson signed, D document) {}

    /**
     * Empty, and noted as not checked, if none fits or the signer's certificate is not at hand.
     * Refuses if one fits but is expired or wrongly signed, and no other is better.
     */
    <D> Optional<D> pick(List<SignedJson> documents, Kind<D> kind, Examination examination) {
        List<Read<D>> fitting = fitting(documents, kind);
        List<X509Certificate> signers =
                certificates.stream().filter(CollateralExaminer::signer).toList();
        if (fitting.isEmpty() || signers.isEmpty()) {
            examination.skip(
                    kind.check,
                    (fitting.isEmpty() ? "no " : "no signer's certificate for the ") + kind.name);
            return Optional.empty();
        }
        Optional<Refusal> first = Optional.empty();
        for (Read<D> read : fitting) {
            Optional<Refusal> against = against(read, kind, signers, examination.instant());
            if (against.isEmpty()) {
                return Optional.of(read.document);
            }
            first = first.or(() -> against);
        }
        first.ifPresent(examination::refuse);
        return Optional.empty();
    }

    /** Newest first. */
    private static <D> List<Read<D>> fitting(List<SignedJson> documents, Kind<D> kind) {
        return documents.stream()
                .map(signed -> new Read<>(signed, kind.reader.apply(signed.text())))
                .filter(read -> kind.fits.test(read.document))
                .sorted(Comparator.comparing(r -> kind.issued.apply(r.document)))
                .toList()
                .reversed();
    }

    private <D> Optional<Refusal> against(
            Read<D> read, Kind<D> kind, List<X509Certificate> signers, VerificationInstant at) {
        if (!at.within(kind.issued.apply(read.document), kind.nextUpdate.apply(read.document))) {
            return refusal(Reason.COLLATERAL_EXPIRED, kind.name + " not current at the instant");
        }
        boolean signed =
                signers.stream()
                        .filter(
                                c ->
                                        signatures.p256(
                                                c.getPublicKey(),
                                                read.signed.text(),
                                                read.signed.signature()))
                        .anyMatch(c -> valid(c, at));
        return signed
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
