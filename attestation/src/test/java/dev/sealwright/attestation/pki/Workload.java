package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.aci.AciJson;
import dev.sealwright.attestation.aci.AciVerifier;
import dev.sealwright.attestation.appraisal.Appraisal;
import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.dcap.DcapCollateral;
import dev.sealwright.attestation.dcap.Quote;
import dev.sealwright.attestation.maa.MaaToken;
import dev.sealwright.attestation.maa.MaaVerifier;
import dev.sealwright.attestation.nitro.NitroDocument;
import dev.sealwright.attestation.nitro.NitroVerifier;
import dev.sealwright.attestation.sgx.SgxQuote;
import dev.sealwright.attestation.sgx.SgxVerifier;
import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.tdx.TdxVerifier;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.vtpm.AzureVtpmJson;
import dev.sealwright.attestation.vtpm.AzureVtpmVerifier;
import dev.sealwright.attestation.vtpm.TpmJson;
import dev.sealwright.attestation.vtpm.TpmVerifier;
import dev.sealwright.attestation.vtpm.TrustedAttestationKeys;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Evidence of one format, the way from its bytes to an appraisal, and the signatures that are
 * checked on that way.
 */
public final class Workload {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Bytes NONCE = Bytes.utf8("nonce");
    private static final RevocationLists NO_LISTS = new RevocationLists(List.of());

    private final Format format;
    private final Bytes file;
    private final Function<Bytes, Verification<? extends Claims>> verification;
    private final Policy policy;
    private final List<RawSignature> signatures;

    private Workload(
            Format format,
            Bytes file,
            Function<Bytes, Verification<? extends Claims>> verification,
            List<RawSignature> signatures) {
        this.format = format;
        this.file = file;
        this.verification = verification;
        this.policy = OpenPolicy.of(format);
        this.signatures = List.copyOf(signatures);
    }

    public static List<Workload> all() {
        return List.of(nitro(), snp(), tdx(), sgx(), maa(), tpm(), azureVtpm(), aci());
    }

    public String name() {
        return format.label();
    }

    public void appraise() {
        var authentic = (Authentic<? extends Claims>) verification.apply(file);
        Appraisal appraisal = policy.appraise(authentic, ReferenceValues.NONE);
        if (appraisal instanceof Appraisal.Unacceptable) {
            throw new IllegalStateException(appraisal.reasons().toString());
        }
    }

    public void checkSignatures() {
        signatures.forEach(RawSignature::check);
    }

    private static Workload nitro() {
        Nitro nitro = new Nitro();
        var verifier = NitroVerifier.trusting(nitro.root().asRoot(), Fast.SIGNATURES);
        NitroDocument document = NitroDocument.parse(nitro.document());
        List<X509Certificate> chain = new ArrayList<>(List.of(document.certificate()));
        chain.addAll(document.caBundle().reversed());
        List<RawSignature> signatures = RawSignature.chain(chain);
        signatures.add(
                RawSignature.p384(
                        document.certificate().getPublicKey(),
                        document.envelope().signedPart(),
                        document.envelope().signature()));
        return new Workload(
                Format.NITRO,
                nitro.document(),
                file -> verifier.verify(NitroDocument.parse(file), NOW),
                signatures);
    }

    private static Workload snp() {
        Amd amd = Amd.chip("Turin");
        Bytes report = amd.report(Map.of());
        var lists =
                new RevocationLists(
                        List.of(
                                amd.issuer().revoking(Authority.FROM, Authority.TO),
                                amd.root().revoking(Authority.FROM, Authority.TO)));
        var verifier = SnpVerifier.trusting(amd.root().asRoot(), Fast.SIGNATURES, lists);
        List<RawSignature> signatures = signatures(amd, report);
        signatures.add(RawSignature.list(lists.lists().get(0), amd.issuer().keys().getPublic()));
        signatures.add(RawSignature.list(lists.lists().get(1), amd.root().keys().getPublic()));
        return new Workload(
                Format.SNP,
                report,
                file ->
                        verifier.verify(
                                new SnpEvidence(SnpReport.parse(file), amd.certificates()), NOW),
                signatures);
    }

    private static List<RawSignature> signatures(Amd amd, Bytes report) {
        List<RawSignature> out = RawSignature.chain(amd.certificates());
        SnpReport parsed = SnpReport.parse(report);
        out.add(
                RawSignature.p384(
                        amd.certificate().getPublicKey(),
                        parsed.signedPart(),
                        parsed.signature().joined()));
        return out;
    }

    private static Workload tdx() {
        Intel intel = new Intel();
        Bytes quote = intel.tdxQuote(4);
        DcapCollateral collateral = intel.collateral();
        var verifier = TdxVerifier.trusting(intel.root().asRoot(), Fast.SIGNATURES, collateral);
        return new Workload(
                Format.TDX,
                quote,
                file -> verifier.verify(TdxQuote.parse(file), NOW),
                signatures(intel, Quote.parse(quote), collateral));
    }

    private static Workload sgx() {
        Intel intel = new Intel();
        Bytes quote = intel.sgxQuote();
        DcapCollateral collateral = intel.collateral();
        var verifier = SgxVerifier.trusting(intel.root().asRoot(), Fast.SIGNATURES, collateral);
        return new Workload(
                Format.SGX,
                quote,
                file -> verifier.verify(SgxQuote.parse(file), NOW),
                signatures(intel, Quote.parse(quote), collateral));
    }

    private static List<RawSignature> signatures(
            Intel intel, Quote quote, DcapCollateral collateral) {
        List<RawSignature> out = RawSignature.chain(quote.signature().certificates());
        out.add(intel.rawQuoteSignature(quote));
        out.add(
                RawSignature.p256(
                        quote.signature().certificates().getFirst().getPublicKey(),
                        quote.signature().quotingEnclave().received(),
                        quote.signature().quotingEnclaveSignature()));
        out.add(
                RawSignature.list(
                        collateral.revocations().lists().get(0), intel.root().keys().getPublic()));
        out.add(
                RawSignature.list(
                        collateral.revocations().lists().get(1),
                        intel.platform().keys().getPublic()));
        for (var document :
                List.of(
                        collateral.enclaveIdentities().getFirst(),
                        collateral.tcbInfos().getFirst())) {
            out.add(
                    RawSignature.p256(
                            intel.signerChain().getFirst().getPublicKey(),
                            document.text(),
                            document.signature()));
            out.addAll(RawSignature.chain(intel.signerChain()));
        }
        return out;
    }

    private static Workload maa() {
        var verifier =
                new MaaVerifier(Map.of(Maa.ISSUER, Maa.keys()), Fast.SIGNATURES, Optional.empty());
        MaaToken token = MaaToken.parse(Maa.token());
        return new Workload(
                Format.MAA,
                Bytes.utf8(Maa.token()),
                file ->
                        verifier.verify(
                                MaaToken.parse(
                                        new String(
                                                file.toArray(),
                                                java.nio.charset.StandardCharsets.US_ASCII)),
                                NOW),
                List.of(
                        RawSignature.rsa256(
                                Maa.KEY.getPublic(),
                                token.jws().signedPart(),
                                token.jws().signature())));
    }

    private static Workload tpm() {
        Tpm tpm = Tpm.p256();
        var keys = new TrustedAttestationKeys(Set.of(), tpm.root().asRoot());
        var verifier = new TpmVerifier(keys, Fast.SIGNATURES, Optional.of(NONCE));
        var quote = tpm.quote(NONCE);
        List<RawSignature> signatures =
                RawSignature.chain(List.of(tpm.certificate(), tpm.root().certificate()));
        signatures.add(
                RawSignature.p256(
                        tpm.key().getPublic(),
                        quote.quote().received(),
                        quote.signature().value()));
        List<X509Certificate> certificates = List.of(tpm.certificate(), tpm.root().certificate());
        return new Workload(
                Format.TPM,
                tpm.file(NONCE),
                file -> verifier.verify(TpmJson.parse(file).with(certificates), NOW),
                signatures);
    }

    private static Workload azureVtpm() {
        AzureVm vm = new AzureVm();
        Amd amd = Amd.chip("Genoa");
        var snp = SnpVerifier.trusting(amd.root().asRoot(), Fast.SIGNATURES, NO_LISTS);
        Intel intel = new Intel();
        var tdx = TdxVerifier.trusting(intel.root().asRoot(), Fast.SIGNATURES, DcapCollateral.NONE);
        var verifier = new AzureVtpmVerifier(snp, tdx, Fast.SIGNATURES, Optional.of(NONCE));
        Bytes file = vm.snpFile(amd, NONCE);
        var evidence = AzureVtpmJson.parse(file);
        var quote = evidence.quote().orElseThrow();
        List<RawSignature> signatures = signatures(amd, evidence.hcl().report());
        signatures.add(
                RawSignature.rsa256(
                        vm.tpm().key().getPublic(),
                        quote.quote().received(),
                        quote.signature().value()));
        return new Workload(
                Format.AZURE_VTPM,
                file,
                bytes -> verifier.verify(AzureVtpmJson.parse(bytes).with(amd.certificates()), NOW),
                signatures);
    }

    private static Workload aci() {
        ContainerGroup group = new ContainerGroup();
        var snp = SnpVerifier.trusting(group.amd().root().asRoot(), Fast.SIGNATURES, NO_LISTS);
        var verifier = new AciVerifier(snp, group.issuer(), Fast.SIGNATURES);
        Bytes file = group.file();
        var evidence = AciJson.parse(file);
        List<RawSignature> signatures = signatures(group.amd(), evidence.snp().report().received());
        signatures.addAll(RawSignature.chain(evidence.endorsement().chain()));
        signatures.add(
                RawSignature.pss384(
                        evidence.endorsement().chain().getFirst().getPublicKey(),
                        evidence.endorsement().envelope().signedPart(),
                        evidence.endorsement().envelope().signature()));
        return new Workload(
                Format.ACI, file, bytes -> verifier.verify(AciJson.parse(bytes), NOW), signatures);
    }
}
