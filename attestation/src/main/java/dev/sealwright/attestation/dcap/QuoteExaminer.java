package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.crypto.Curve;
import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.x509.ChainBuilder;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Examines what SGX and TDX quotes share: signatures, platform chain, revocation, TCB. */
public final class QuoteExaminer {
    private final ChainValidator chains;
    private final SignatureCheck signatures;
    private final DcapCollateral collateral;
    private final CollateralExaminer documents;
    private final List<Document<TcbInfo>> tcbInfos;
    private final List<Document<EnclaveIdentity>> identities;

    public QuoteExaminer(PinnedRoots roots, SignatureCheck signatures, DcapCollateral collateral) {
        this.chains = new ChainValidator(roots, signatures);
        this.signatures = signatures;
        this.collateral = collateral;
        this.documents = new CollateralExaminer(chains, signatures, collateral);
        this.tcbInfos = Document.all(collateral.tcbInfos(), d -> TcbInfo.read(d.text()));
        this.identities =
                Document.all(collateral.enclaveIdentities(), d -> EnclaveIdentity.read(d.text()));
    }

    /** What a TD's report says of the module it runs under. */
    public record TdxModule(List<Integer> teeTcbSvn, Bytes signer, Bytes attributes) {
        public TdxModule {
            teeTcbSvn = List.copyOf(teeTcbSvn);
        }
    }

    /** The platform, and the vendor's verdict on it where there is collateral to find one. */
    public record Platform(PlatformCertificate certificate, Optional<TcbVerdict> tcb) {}

    public Platform examine(Quote quote, Optional<TdxModule> module, Examination examination) {
        QuoteSignature signature = quote.signature();
        X509Certificate leaf = signature.certificates().getFirst();
        signed(quote, leaf, examination);
        List<X509Certificate> chain = ChainBuilder.above(leaf, signature.certificates());
        examination.require(Check.CHAIN, chains.against(chain, examination.instant()));
        collateral.revocations().examine(chain, signatures, examination);
        PlatformCertificate platform = platform(leaf, examination);
        return new Platform(platform, tcb(quote, platform, module, examination));
    }

    private static PlatformCertificate platform(X509Certificate leaf, Examination examination) {
        try {
            return PlatformCertificate.of(leaf);
        } catch (MalformedException e) {
            throw examination.stop(Reason.CHAIN_INVALID, "the leaf is not a PCK certificate");
        }
    }

    /** Attestation key over the quote, quoting enclave over that key, PCK over that enclave. */
    private void signed(Quote quote, X509Certificate leaf, Examination examination) {
        QuoteSignature signature = quote.signature();
        PublicKey key = attestationKey(signature, examination);
        boolean quoteSigned = signatures.p256(key, quote.signedPart(), signature.signature());
        boolean enclaveSigned =
                signatures.p256(
                        leaf.getPublicKey(),
                        signature.quotingEnclave().received(),
                        signature.quotingEnclaveSignature());
        examination.require(
                Check.SIGNATURE,
                quoteSigned && enclaveSigned,
                Reason.SIGNATURE_INVALID,
                quoteSigned
                        ? "the quoting enclave's report is not signed by the platform"
                        : "the quote is not signed by its attestation key");
        if (signature.quotingEnclave().debug()) {
            examination.refuse(
                    Reason.QUOTING_ENCLAVE_UNKNOWN, "the quoting enclave is a debug one");
        }
        Bytes bound =
                Bytes.concat(
                        Digests.sha256(
                                Bytes.concat(
                                        signature.attestationKey(),
                                        signature.authenticationData())),
                        Bytes.zeros(32));
        examination.require(
                Check.BINDING,
                bound.equals(signature.quotingEnclave().reportData()),
                Reason.BINDING_BROKEN,
                "the quoting enclave does not vouch for the attestation key");
    }

    private static PublicKey attestationKey(QuoteSignature signature, Examination examination) {
        try {
            return Curve.P256.point(signature.attestationKey());
        } catch (MalformedException e) {
            throw examination.stop(
                    Reason.KEY_UNACCEPTABLE, "the attestation key is no P-256 point");
        }
    }

    private Optional<TcbVerdict> tcb(
            Quote quote,
            PlatformCertificate platform,
            Optional<TdxModule> module,
            Examination examination) {
        EnclaveReport enclave = quote.signature().quotingEnclave();
        Optional<EnclaveIdentity> identity = identity(enclave, module.isPresent(), examination);
        Optional<TcbInfo> info = info(platform, module.isPresent(), examination);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        TcbVerdict verdict =
                TcbVerdict.of(
                        info.get().match(platform, module.map(TdxModule::teeTcbSvn)),
                        identity.map(i -> i.levels().at(enclave.svn())),
                        module.flatMap(
                                m ->
                                        info.get()
                                                .modules()
                                                .judge(m.teeTcbSvn, m.signer, m.attributes)),
                        info.get().evaluation());
        examination.pass(Check.TCB, verdict.status().label());
        return Optional.of(verdict);
    }

    private Optional<EnclaveIdentity> identity(
            EnclaveReport enclave, boolean tdx, Examination examination) {
        String id = tdx ? "TD_QE" : "QE";
        Optional<EnclaveIdentity> identity =
                documents.pick(
                        identities,
                        new CollateralExaminer.Kind<>(
                                i -> i.id().equals(id),
                                EnclaveIdentity::issued,
                                EnclaveIdentity::nextUpdate,
                                Check.QUOTING_ENCLAVE,
                                "enclave identity"),
                        examination);
        identity.ifPresent(
                i ->
                        examination.require(
                                Check.QUOTING_ENCLAVE,
                                i.describes(enclave),
                                Reason.QUOTING_ENCLAVE_UNKNOWN,
                                "the quoting enclave is not the one the vendor names"));
        return identity;
    }

    private Optional<TcbInfo> info(
            PlatformCertificate platform, boolean tdx, Examination examination) {
        return documents.pick(
                tcbInfos,
                new CollateralExaminer.Kind<>(
                        i -> i.isFor(platform) && i.tdx() == tdx,
                        TcbInfo::issued,
                        TcbInfo::nextUpdate,
                        Check.TCB,
                        "TCB info for FMSPC " + platform.fmspc().hex()),
                examination);
    }
}
