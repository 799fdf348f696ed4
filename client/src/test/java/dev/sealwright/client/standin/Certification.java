package dev.sealwright.client.standin;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds one certificate. */
public final class Certification {
    private final X509v3CertificateBuilder builder;

    private Certification(X509v3CertificateBuilder builder) {
        this.builder = builder;
    }

    public static Certification of(
            String issuer,
            String subject,
            BigInteger serial,
            Instant from,
            Instant until,
            PublicKey key) {
        return new Certification(
                new X509v3CertificateBuilder(
                        new X500Name(issuer),
                        serial,
                        Date.from(from),
                        Date.from(until),
                        new X500Name(subject),
                        SubjectPublicKeyInfo.getInstance(key.getEncoded())));
    }

    public Certification with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(id, critical, value);
            return this;
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate signedBy(KeyPair issuer) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair p256() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
