package dev.sealwright.keyservice.ca;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The bytes of a certificate: one plan, one key and one CA give one TBSCertificate (RFC 5280
 * section 4.1).
 */
final class CertificateAssembly {
    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final X500Name EMPTY = X500Name.getInstance(new DERSequence());

    private CertificateAssembly() {}

    /**
     * What the CA is to sign with ECDSA and SHA-256. The names stand in the critical alternative
     * name, the subject being empty.
     */
    static Bytes toBeSigned(CertificatePlan plan, Bytes spki, X509Certificate ca) {
        try {
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(plan.serial()));
            generator.setSignature(ECDSA);
            generator.setIssuer(X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()));
            generator.setStartDate(new Time(Date.from(plan.validity().notBefore())));
            generator.setEndDate(new Time(Date.from(plan.validity().expires())));
            generator.setSubject(EMPTY);
            generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(spki.toArray()));
            generator.setExtensions(extensions(plan, spki, ca));
            return Bytes.of(generator.generateTBSCertificate().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate's fields have a DER form", e);
        }
    }

    private static Extensions extensions(CertificatePlan plan, Bytes spki, X509Certificate ca)
            throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extensions.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(plan.profile().purpose()));
        extensions.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new SubjectKeyIdentifier(KeyIdentifier.of(spki).toArray()));
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(subjectKeyIdentifier(ca)));
        extensions.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(
                        plan.names().stream()
                                .map(SubjectName::general)
                                .toArray(GeneralName[]::new)));
        return extensions.generate();
    }

    private static byte[] subjectKeyIdentifier(X509Certificate ca) {
        byte[] wrapped = ca.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (wrapped == null) {
            throw new IllegalStateException("the CA certificate has no subject key identifier");
        }
        byte[] extension = ASN1OctetString.getInstance(wrapped).getOctets();
        return SubjectKeyIdentifier.getInstance(extension).getKeyIdentifier();
    }

    static Bytes certificate(Bytes toBeSigned, Bytes signature) {
        try {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(ASN1Primitive.fromByteArray(toBeSigned.toArray()));
            parts.add(ECDSA);
            parts.add(new DERBitString(signature.toArray()));
            return Bytes.of(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate has a DER form", e);
        }
    }
}
