package dev.sealwright.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair keys;
    private final X500Name name;
    private final List<X509Certificate> chain;

    private TestAuthority(KeyPair keys, X500Name name, List<X509Certificate> chain) {
        this.keys = keys;
        this.name = name;
        this.chain = chain;
    }

    static TestAuthority selfSigned(String commonName, KeyPair keys) {
        var name = new X500Name("CN=" + commonName);
        var nobody = new TestAuthority(keys, name, List.of());
        X509Certificate certificate =
                nobody.authorityCertificate(name, keys, new BasicConstraints(true));
        return new TestAuthority(keys, name, List.of(certificate));
    }

    /** The authority's own certificate and those above it, the root last. */
    public List<X509Certificate> chain() {
        return chain;
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public KeyPair keys() {
        return keys;
    }

    /** An authority under this one that issues end-entity certificates only. */
    public TestAuthority intermediate(String commonName) {
        KeyPair own = TestPki.p256();
        var subject = new X500Name("CN=" + commonName);
        return new TestAuthority(
                own, subject, under(authorityCertificate(subject, own, new BasicConstraints(0))));
    }

    public TestCertificate issue(CertificateSpec spec) {
        var subject = new X500Name(spec.commonName().map(each -> "CN=" + each).orElse(""));
        try {
            X509v3CertificateBuilder builder =
                    builder(subject, spec.keys().getPublic(), spec.notBefore(), spec.notAfter());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(spec.purposes().toArray(KeyPurposeId[]::new)));
            if (!spec.names().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        spec.commonName().isEmpty(),
                        new GeneralNames(spec.names().toArray(GeneralName[]::new)));
            }
            return new TestCertificate(spec.keys(), under(signed(builder)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<X509Certificate> under(X509Certificate certificate) {
        return Stream.concat(Stream.of(certificate), chain.stream()).toList();
    }

    private X509Certificate authorityCertificate(
            X500Name subject, KeyPair own, BasicConstraints constraints) {
        try {
            X509v3CertificateBuilder builder =
                    builder(subject, own.getPublic(), TestPki.BEGIN, TestPki.END);
            builder.addExtension(Extension.basicConstraints, true, constraints);
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return signed(builder);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Name subject, PublicKey key, Instant notBefore, Instant notAfter)
            throws GeneralSecurityException, IOException {
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(SERIAL.getAndIncrement()),
                        Date.from(notBefore),
                        Date.from(notAfter),
                        subject,
                        key);
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private X509Certificate signed(X509v3CertificateBuilder builder)
            throws OperatorCreationException, GeneralSecurityException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
