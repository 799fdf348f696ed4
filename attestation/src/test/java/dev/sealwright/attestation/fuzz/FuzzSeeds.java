package dev.sealwright.attestation.fuzz;

import dev.sealwright.attestation.appraisal.CoRim;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.cmw.Cmw;
import dev.sealwright.attestation.cmw.CmwCbor;
import dev.sealwright.attestation.cmw.CmwJson;
import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.AzureVm;
import dev.sealwright.attestation.pki.ContainerGroup;
import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.Kms;
import dev.sealwright.attestation.pki.Maa;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.pki.Tpm;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.LiquidSecurityBlob;
import dev.sealwright.testkit.LiquidSecurityDevice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Good documents of every kind, made by the test PKI. */
final class FuzzSeeds {
    private static final Bytes NONCE = Bytes.utf8("nonce");
    private static final Authority AUTHORITY =
            Authority.root("CN=authority", Authority.p256("authority"));
    private static final Bytes AUTHORITY_PEM = Bytes.utf8(Authority.pem(AUTHORITY.chain()));

    private FuzzSeeds() {}

    static List<Bytes> nitro() {
        Bytes document = new Nitro().document();
        return List.of(document, Bytes.concat(Bytes.fromHex("d2"), document));
    }

    static List<Bytes> snp() {
        return List.of(Amd.chip("Turin").report(Map.of()), Amd.loaned("Genoa").report(Map.of()));
    }

    static List<Bytes> tdx() {
        Intel intel = new Intel();
        return List.of(intel.tdxQuote(4), intel.tdxQuote(5));
    }

    static List<Bytes> sgx() {
        return List.of(new Intel().sgxQuote());
    }

    static List<Bytes> maa() {
        return List.of(Bytes.utf8(Maa.token()));
    }

    static List<Bytes> tpm() {
        return List.of(Tpm.rsa().file(NONCE), Tpm.p256().file(NONCE));
    }

    static List<Bytes> azureVtpm() {
        AzureVm vm = new AzureVm();
        Amd amd = Amd.chip("Genoa");
        return List.of(
                vm.snpFile(amd, NONCE),
                vm.tdxFile(new Intel(), NONCE),
                vm.snpBlob(amd),
                vm.tdxBlob());
    }

    static List<Bytes> aci() {
        return List.of(new ContainerGroup().file());
    }

    static List<Bytes> everyEvidence() {
        return Stream.of(nitro(), snp(), tdx(), sgx(), maa(), tpm(), azureVtpm(), aci())
                .flatMap(List::stream)
                .toList();
    }

    static List<Bytes> collateral() {
        Intel intel = new Intel();
        return List.of(
                Certificates.encoded(AUTHORITY.certificate()),
                Bytes.utf8(Authority.pem(AUTHORITY.chain())),
                AUTHORITY.list(),
                intel.tcbInfoAnswer(),
                intel.identityAnswer("QE"),
                Maa.jwks());
    }

    static List<Bytes> kms() {
        return List.of(Kms.envelope());
    }

    static List<Bytes> releasePolicy() {
        return List.of(
                Bytes.utf8(
                        "{\"version\":\"1.0.0\",\"anyOf\":[{\"authority\":\"https://a.example/\","
                                + "\"allOf\":[{\"claim\":\"a.b\",\"equals\":\"c\"},{\"anyOf\":["
                                + "{\"claim\":\"d\",\"greater\":1},{\"claim\":\"e\",\"exists\":false}"
                                + "]}]}]}"));
    }

    static List<Bytes> policy() {
        return List.of(
                Bytes.utf8(
                        "{\"policy\":\"p\",\"format\":\"tpm\",\"require_checked\":[\"nonce\"],"
                                + "\"criteria\":{\"nonce\":\"any\",\"pcrs\":{\"0\":[\"00\"]}}}"),
                Bytes.utf8(
                        "{\"policy\":\"p\",\"format\":\"sgx\",\"require_checked\":[],\"criteria\":{"
                                + "\"allow_debug\":false,\"allow_provisioning_key\":false,"
                                + "\"mr_enclave\":\"reference\",\"mr_signer\":[\"00\"],"
                                + "\"product_id\":[0],\"minimum_svn\":0,\"report_data\":\"any\","
                                + "\"tcb_statuses\":[\"UpToDate\"],\"accepted_advisories\":[],"
                                + "\"minimum_tcb_evaluation\":0,\"trailing_bytes\":\"zero\"}}"));
    }

    static List<Bytes> referenceValues() {
        return List.of(
                Bytes.utf8(
                        "{\"reference_values\":[{\"name\":\"release 1\",\"claim\":\"pcr0\",\"value\":\""
                                + "01".repeat(48)
                                + "\",\"source_commit\":\"abc\",\"build\":\"7\",\"receipt\":null}]}"));
    }

    static List<Bytes> corim() {
        return List.of(
                CoRim.write("release 1", ReferenceValues.parse(referenceValues().getFirst())));
    }

    static List<Bytes> cmw() {
        Bytes certificate = collateral().getFirst();
        Cmw cmw =
                WrappedEvidence.collection(
                        Format.SNP, snp().getFirst(), Map.of("certificate", certificate));
        return List.of(
                CmwJson.write(cmw),
                CmwCbor.write(cmw),
                CmwCbor.write(WrappedEvidence.record(Format.SGX, sgx().getFirst())));
    }

    static List<Bytes> json() {
        return List.of(
                Bytes.utf8("{\"a\":[1,-2.5e3,true,null,\"\\u00e4\\n\"],\"b\":{\"c\":{}}}"),
                releasePolicy().getFirst());
    }

    static List<Bytes> der() {
        return List.of(collateral().getFirst());
    }

    /** Unsigned, since reading does not look: on a curve and of RSA, plain and packed. */
    static List<Bytes> liquidSecurity() {
        return Stream.of(Authority.p256("hsm"), Authority.rsa(2048, "hsm"))
                .map(keys -> LiquidSecurityBlob.of(keys.getPublic()).unsigned())
                .flatMap(plain -> Stream.of(plain, LiquidSecurityBlob.packed(plain)))
                .map(Bytes::of)
                .toList();
    }

    static List<Bytes> cloudHsm() {
        return List.of(Bytes.utf8(new LiquidSecurityDevice().cluster()));
    }

    /** What evidence that is fuzzed has beside it. */
    static Bytes authority() {
        return AUTHORITY_PEM;
    }
}
