package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.aci.EndorsementIssuer;
import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** A confidential container group: a processor, the endorser of its utility VM, its policy. */
public final class ContainerGroup {
    private static final String USAGE = "1.3.6.1.4.1.99999.1";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final long PS384 = -38;
    private static final long X5CHAIN = 33;

    private final Amd amd = Amd.chip("Genoa");
    private final Authority root =
            Authority.root("CN=endorser root", Authority.rsa(2048, "endorser root"));
    private final KeyPair key = Authority.rsa(2048, "endorser");
    private final X509Certificate endorser =
            root.leaf("CN=endorser", key.getPublic(), Map.of(EXTENDED_KEY_USAGE, usage()));

    public Amd amd() {
        return amd;
    }

    public EndorsementIssuer issuer() {
        return new EndorsementIssuer(Certificates.fingerprint(root.certificate()), USAGE);
    }

    public Bytes policy() {
        return Bytes.utf8("package policy\n\ndefault create_container := false\n");
    }

    public Bytes report() {
        return amd.report(Map.of(0xc0, Digests.sha256(policy())));
    }

    /** COSE_Sign1 over the launch measurement, as the endorser publishes it. */
    public Bytes endorsement(Bytes measurement) {
        var headers = new LinkedHashMap<CborValue, CborValue>();
        headers.put(CborValue.of(1), CborValue.of(PS384));
        headers.put(
                CborValue.of(X5CHAIN),
                CborValue.array(
                        CborValue.of(Certificates.encoded(endorser)),
                        CborValue.of(Certificates.encoded(root.certificate()))));
        headers.put(
                CborValue.of("iss"),
                CborValue.of(
                        "did:x509:0:sha256:" + issuer().root().base64Url() + "::eku:" + USAGE));
        headers.put(CborValue.of("feed"), CborValue.of("TestPlat-UVM"));
        Bytes header = CborWriter.encode(new CborValue.Dictionary(headers));
        Bytes payload =
                Bytes.utf8(
                        "{\"x-ms-sevsnpvm-guestsvn\":\"7\",\"x-ms-sevsnpvm-launchmeasurement\":\""
                                + measurement.hex()
                                + "\"}");
        Bytes signed = Signer.coseStructure(header, payload);
        return CborWriter.encode(
                new CborValue.Tagged(
                        18,
                        CborValue.array(
                                CborValue.of(header),
                                CborValue.map(Map.of()),
                                CborValue.of(payload),
                                CborValue.of(Signer.pss384(key.getPrivate(), signed)))));
    }

    public Bytes file() {
        Bytes measurement = report().slice(0x90, 0xc0);
        return file(report(), endorsement(measurement), policy());
    }

    public Bytes file(Bytes report, Bytes endorsement, Bytes policy) {
        String host =
                "{\"vcekCert\":\""
                        + pem(List.of(amd.certificate()))
                        + "\",\"certificateChain\":\""
                        + pem(amd.issuer().chain())
                        + "\"}";
        return Bytes.utf8(
                "{\"report\":\""
                        + report.base64()
                        + "\",\"reference-info-base64\":\""
                        + endorsement.base64()
                        + "\",\"security-policy-base64\":\""
                        + policy.base64()
                        + "\",\"host-amd-cert-base64\":\""
                        + Bytes.utf8(host).base64()
                        + "\"}");
    }

    private static String pem(List<X509Certificate> certificates) {
        return Authority.pem(certificates).replace("\n", "\\n");
    }

    private static byte[] usage() {
        try {
            return new ExtendedKeyUsage(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(USAGE)))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
