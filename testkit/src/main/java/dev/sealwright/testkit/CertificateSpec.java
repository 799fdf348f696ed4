package dev.sealwright.testkit;

import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What an end-entity certificate is to say.
 *
 * @param commonName empty for an empty subject, which makes the alternative names critical (RFC
 *     5280 section 4.2.1.6)
 */
public record CertificateSpec(
        KeyPair keys,
        Optional<String> commonName,
        List<GeneralName> names,
        List<KeyPurposeId> purposes,
        Instant notBefore,
        Instant notAfter) {

    /** A certificate for TLS servers, with a P-256 key. */
    public static CertificateSpec server() {
        return of(KeyPurposeId.id_kp_serverAuth);
    }

    /** A certificate for TLS clients, with a P-256 key. */
    public static CertificateSpec client() {
        return of(KeyPurposeId.id_kp_clientAuth);
    }

    /** A certificate that is for neither: signing of code. */
    public static CertificateSpec ofAnotherPurpose() {
        return of(KeyPurposeId.id_kp_codeSigning);
    }

    private static CertificateSpec of(KeyPurposeId purpose) {
        return new CertificateSpec(
                TestPki.p256(),
                Optional.empty(),
                List.of(),
                List.of(purpose),
                TestPki.BEGIN,
                TestPki.END);
    }

    public CertificateSpec dns(String name) {
        return named(new GeneralName(GeneralName.dNSName, name));
    }

    public CertificateSpec ip(String address) {
        return named(new GeneralName(GeneralName.iPAddress, address));
    }

    public CertificateSpec uri(String uri) {
        return named(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    public CertificateSpec commonName(String name) {
        return new CertificateSpec(keys, Optional.of(name), names, purposes, notBefore, notAfter);
    }

    public CertificateSpec keys(KeyPair own) {
        return new CertificateSpec(own, commonName, names, purposes, notBefore, notAfter);
    }

    public CertificateSpec between(Instant begin, Instant end) {
        return new CertificateSpec(keys, commonName, names, purposes, begin, end);
    }

    private CertificateSpec named(GeneralName name) {
        List<GeneralName> all = Stream.concat(names.stream(), Stream.of(name)).toList();
        return new CertificateSpec(keys, commonName, all, purposes, notBefore, notAfter);
    }
}
