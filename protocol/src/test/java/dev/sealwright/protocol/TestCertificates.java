package dev.sealwright.protocol;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates in the shapes that the protocol takes, and in those it refuses. */
public final class TestCertificates {
    static final Instant FROM = World.NOW.minusSeconds(86_400);
    static final Instant UNTIL = World.NOW.plusSeconds(10L * 365 * 86_400);

    private TestCertificates() {}

    public static X509Certificate root(KeyPair key, String name) {
        return new Spec("CN=" + name, key.getPublic(), FROM, UNTIL)
                .ca(-1)
                .signedBy("CN=" + name, key.getPrivate());
    }

    public static X509Certificate serverCa(
            String name, PublicKey key, X509Certificate root, PrivateKey rootKey) {
        return new Spec("CN=" + name, key, FROM, UNTIL)
                .ca(0)
                .usage(KeyPurposeId.id_kp_serverAuth)
                .signedBy(root, rootKey);
    }

    public static X509Certificate hostCa(
            String name, PublicKey key, X509Certificate root, PrivateKey rootKey) {
        return new Spec("CN=" + name, key, FROM, UNTIL)
                .ca(0)
                .usage(KeyPurposeId.id_kp_clientAuth)
                .signedBy(root, rootKey);
    }

    /** A certificate to be. */
    public static final class Spec {
        private final X500Name subject;
        private final PublicKey key;
        private final Instant from;
        private final Instant until;
        private BigInteger serial = BigInteger.ONE;
        private BasicConstraints constraints = new BasicConstraints(false);
        private KeyUsage keyUsage = new KeyUsage(KeyUsage.digitalSignature);
        private KeyPurposeId[] usages = {};
        private GeneralNames names;

        public Spec(String subject, PublicKey key, Instant from, Instant until) {
            this.subject = new X500Name(subject);
            this.key = key;
            this.from = from;
            this.until = until;
        }

        /** A CA with this path length, or without one if it is negative. */
        public Spec ca(int pathLength) {
            constraints =
                    pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength);
            keyUsage = new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
            return this;
        }

        public Spec usage(KeyPurposeId... purposes) {
            usages = purposes;
            return this;
        }

        public Spec serial(BigInteger number) {
            serial = number;
            return this;
        }

        public Spec names(GeneralNames subjectAlternatives) {
            names = subjectAlternatives;
            return this;
        }

        public X509Certificate signedBy(X509Certificate issuer, PrivateKey issuerKey) {
            return signedBy(issuer.getSubjectX500Principal().getName(), issuerKey);
        }

        X509Certificate signedBy(String issuer, PrivateKey issuerKey) {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            new X500Name(issuer),
                            serial,
                            Date.from(from),
                            Date.from(until),
                            subject,
                            key);
            String algorithm =
                    issuerKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
            try {
                builder.addExtension(Extension.basicConstraints, true, constraints);
                builder.addExtension(Extension.keyUsage, true, keyUsage);
                if (usages.length > 0) {
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages));
                }
                if (names != null) {
                    builder.addExtension(Extension.subjectAlternativeName, true, names);
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder(algorithm).build(issuerKey)));
            } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
