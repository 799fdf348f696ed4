package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.ca.EcdsaSignature;
import dev.sealwright.keyservice.ca.KeyIdentifier;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The certificates that the root signs: its own, and one for each issuing CA. */
final class RootCertificates {
    private static final Duration ROOT_LIFE = Duration.ofDays(20 * 365L + 5);
    private static final Duration CA_LIFE = Duration.ofDays(10 * 365L + 3);

    /** So that a relying party whose clock is behind takes them at once. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final KeyBackend token;
    private final KeyHandle rootKey;
    private final Bytes rootSpki;
    private final X500Name rootName;
    private final Instant now;
    private final SecureRandom random;

    RootCertificates(
            KeyBackend token,
            KeyHandle rootKey,
            String trustDomain,
            Instant now,
            SecureRandom random) {
        this.token = token;
        this.rootKey = rootKey;
        this.rootSpki = token.publicKey(rootKey);
        this.rootName = new X500Name("CN=Sealwright root " + trustDomain);
        this.now = now;
        this.random = random;
    }

    X509Certificate root() {
        int usage = KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature;
        V3TBSCertificateGenerator generator = generator(rootName, rootSpki, ROOT_LIFE);
        return sign(generator, extensions(rootSpki, new BasicConstraints(1), usage));
    }

    X509Certificate issuing(String name, Bytes spki, KeyPurposeId purpose) {
        V3TBSCertificateGenerator generator = generator(new X500Name("CN=" + name), spki, CA_LIFE);
        ExtensionsGenerator extensions =
                extensions(spki, new BasicConstraints(0), KeyUsage.keyCertSign | KeyUsage.cRLSign);
        add(extensions, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        return sign(generator, extensions);
    }

    private V3TBSCertificateGenerator generator(X500Name subject, Bytes spki, Duration life) {
        Instant from = now.minus(BACKDATED);
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(
                new ASN1Integer(new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
        generator.setSignature(ECDSA);
        generator.setIssuer(rootName);
        generator.setStartDate(new Time(Date.from(from)));
        generator.setEndDate(new Time(Date.from(from.plus(life))));
        generator.setSubject(subject);
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(spki.toArray()));
        return generator;
    }

    private ExtensionsGenerator extensions(Bytes spki, BasicConstraints ca, int usage) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        add(extensions, Extension.basicConstraints, true, ca);
        add(extensions, Extension.keyUsage, true, new KeyUsage(usage));
        add(
                extensions,
                Extension.subjectKeyIdentifier,
                false,
                new SubjectKeyIdentifier(KeyIdentifier.of(spki).toArray()));
        add(
                extensions,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(KeyIdentifier.of(rootSpki).toArray()));
        return extensions;
    }

    private static void add(
            ExtensionsGenerator extensions,
            org.bouncycastle.asn1.ASN1ObjectIdentifier type,
            boolean critical,
            org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            extensions.addExtension(type, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException("an extension has a DER form", e);
        }
    }

    private X509Certificate sign(
            V3TBSCertificateGenerator generator, ExtensionsGenerator extensions) {
        generator.setExtensions(extensions.generate());
        TBSCertificate certificate = generator.generateTBSCertificate();
        try {
            Bytes toBeSigned = Bytes.of(certificate.getEncoded(ASN1Encoding.DER));
            Bytes signature = EcdsaSignature.der(token.sign(rootKey, Sha256.of(toBeSigned)));
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(certificate);
            parts.add(ECDSA);
            parts.add(new DERBitString(signature.toArray()));
            return Certificates.parse(
                    Bytes.of(new DERSequence(parts).getEncoded(ASN1Encoding.DER)));
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate has a DER form", e);
        }
    }
}
