package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.attestation.x509.ChainBuilder;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Verifies an SNP report: signed by an endorsement key of the kind it names, whose certificate
 * leads to a pinned AMD root and is for the chip and the reported firmware.
 */
public final class SnpVerifier extends Verifier<SnpEvidence, SnpClaims> {
    private final ChainValidator chains;
    private final SignatureCheck signatures;
    private final RevocationLists revocations;

    private SnpVerifier(PinnedRoots roots, SignatureCheck signatures, RevocationLists revocations) {
        this.chains = new ChainValidator(roots, signatures);
        this.signatures = signatures;
        this.revocations = revocations;
    }

    /** Believes AMD's roots. */
    public static SnpVerifier production(SignatureCheck signatures, RevocationLists revocations) {
        return new SnpVerifier(AmdRoots.PRODUCTION, signatures, revocations);
    }

    /** Believes the given roots and no others. */
    public static SnpVerifier trusting(
            PinnedRoots roots, SignatureCheck signatures, RevocationLists revocations) {
        return new SnpVerifier(roots, signatures, revocations);
    }

    @Override
    protected SnpClaims examine(SnpEvidence evidence, Examination examination) {
        SnpReport report = evidence.report();
        EndorsementKey key =
                signer(evidence)
                        .orElseThrow(
                                () ->
                                        examination.stop(
                                                Reason.CERTIFICATE_MISSING,
                                                "no endorsement key certificate for this report"));
        examination.require(
                Check.SIGNATURE,
                signatures.p384(
                        key.certificate().getPublicKey(),
                        report.signedPart(),
                        report.signature().joined()),
                Reason.SIGNATURE_INVALID,
                "the report is not signed by the endorsement key");
        List<X509Certificate> chain =
                ChainBuilder.above(key.certificate(), evidence.certificates());
        examination.require(Check.CHAIN, chains.against(chain, examination.instant()));
        line(chain, key, examination);
        revocations.examine(chain, signatures, examination);
        return claims(report, key, examination);
    }

    /** The one certificate that may have signed: by kind, then by the chip it names. */
    private static Optional<EndorsementKey> signer(SnpEvidence evidence) {
        SnpReport report = evidence.report();
        List<EndorsementKey> keys =
                evidence.certificates().stream()
                        .filter(EndorsementKey::looksLike)
                        .map(EndorsementKey::of)
                        .filter(key -> key.kind() == report.signingKey())
                        .toList();
        return keys.stream()
                .filter(key -> key.names(report.chipId()))
                .findFirst()
                .or(() -> keys.stream().findFirst());
    }

    /** ARK and ASK of one line sign for that line and that kind of key only. */
    private static void line(
            List<X509Certificate> chain, EndorsementKey key, Examination examination) {
        String line = key.product().label();
        String issuer = key.kind() == SnpSigningKey.VLEK ? "CN=SEV-VLEK-" + line : "CN=SEV-" + line;
        boolean right =
                chain.size() == 3
                        && named(chain.get(1), issuer)
                        && named(chain.get(2), "CN=ARK-" + line);
        if (!right) {
            examination.refuse(
                    Reason.CHAIN_INVALID,
                    "the issuers are not those of the product and kind of key");
        }
    }

    private static boolean named(X509Certificate certificate, String commonName) {
        String name = certificate.getSubjectX500Principal().getName();
        return List.of(name.split(",")).contains(commonName);
    }

    private static SnpClaims claims(SnpReport report, EndorsementKey key, Examination examination) {
        try {
            SnpTcb reported = SnpTcb.read(report.reportedTcb(), key.product());
            platform(report, key, reported, examination);
            return new SnpClaims(
                    report,
                    key.product(),
                    reported,
                    SnpTcb.read(report.committedTcb(), key.product()),
                    SnpTcb.read(report.launchTcb(), key.product()),
                    key.providerId());
        } catch (MalformedException e) {
            throw examination.stop(
                    Reason.PLATFORM_MISMATCH, "the TCB is not laid out as the product's");
        }
    }

    private static void platform(
            SnpReport report, EndorsementKey key, SnpTcb reported, Examination examination) {
        boolean sameProduct =
                report.cpuid()
                        .map(c -> SnpProduct.ofCpuid(c.family(), c.model()))
                        .map(p -> p.equals(Optional.of(key.product())))
                        .orElse(true);
        boolean sameChip =
                key.kind() == SnpSigningKey.VLEK
                        ? key.hardwareId().isEmpty()
                        : key.names(report.chipId());
        boolean sameFirmware = reported.equals(key.tcb());
        examination.require(
                Check.PLATFORM,
                sameProduct && sameChip && sameFirmware,
                Reason.PLATFORM_MISMATCH,
                "the certificate is for another "
                        + (sameProduct ? sameChip ? "firmware" : "chip" : "product"));
    }
}
