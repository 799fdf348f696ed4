package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A LiquidSecurity HSM that signs attestations, its card and partition certified by a maker and by
 * an owner of the test's own. As the real ones are, certificates are of version 1, and the owner
 * certifies card and partition each by itself.
 */
public final class LiquidSecurityDevice {
    /** Whose certificate. */
    public enum Part {
        MAKERS_ROOT,
        CARD,
        PARTITION,
        OWNERS_ROOT,
        OWNERS_CARD,
        OWNERS_PARTITION
    }

    /** The partition's common name. */
    public static final String NAME = "HSM:1.2G3456-ICM000789:PARTN:1, for FIPS mode";

    public static final String MAKER = "localca.liquidsecurity.example.test";
    public static final String OWNER = "Owner Root v1 test";

    private static final String CARD = "HSM:1.2G3456-ICM000789, for FIPS mode";
    private static final Instant EXPIRED = Instant.parse("2025-11-16T13:55:25Z");

    private final KeyPair maker = rsa(2048);
    private final KeyPair owner = rsa(2048);
    private final KeyPair card = rsa(2048);
    private final KeyPair partition = rsa(2048);

    /** RSA of so many bits. */
    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 of the maker's root, in hexadecimal. */
    public String makerRoot() {
        return fingerprint(certificate(Part.MAKERS_ROOT, TestPki.END));
    }

    /** SHA-256 of the owner's root, in hexadecimal. */
    public String ownerRoot() {
        return fingerprint(certificate(Part.OWNERS_ROOT, TestPki.END));
    }

    /** All certificates, PEM. */
    public String certificates() {
        return certificates(EnumSet.allOf(Part.class));
    }

    /** All but one. */
    public String without(Part part) {
        return certificates(EnumSet.complementOf(EnumSet.of(part)));
    }

    public String certificates(Set<Part> parts) {
        return parts.stream()
                .map(part -> pem(certificate(part, TestPki.END)))
                .collect(Collectors.joining());
    }

    /** All, one of which is no longer valid. */
    public String withExpired(Part part) {
        return without(part) + pem(certificate(part, EXPIRED));
    }

    /** SHA-256 of a root that is no longer valid, in hexadecimal. */
    public String expiredRoot(Part part) {
        return fingerprint(certificate(part, EXPIRED));
    }

    /** What it signs of a key. */
    public byte[] attests(PublicKey key) {
        return attests(LiquidSecurityBlob.of(key).body());
    }

    /** Whatever it is told to sign. */
    public byte[] attests(byte[] body) {
        return signed(body, partition);
    }

    /** What the card signs, which is not the partition. */
    public byte[] attestsByCard(byte[] body) {
        return signed(body, card);
    }

    /** A certificate that the partition signed for another key, as if it were an authority. */
    public String certifiesBelow(PublicKey key) {
        return pem(issued(name(NAME), partition, name("HSM:below"), key, TestPki.END));
    }

    /** What AWS CloudHSM answers of its cluster before that is initialised. */
    public String cluster() {
        return cluster(partition);
    }

    /** The same of a cluster that a request for this key claims. */
    public String cluster(KeyPair claim) {
        return "{\"Clusters\": [{\"ClusterId\": \"cluster-test\", \"Certificates\": {"
                + member("ClusterCsr", request(claim))
                + ", "
                + member("HsmCertificate", certificates(EnumSet.of(Part.PARTITION)))
                + ", "
                + member("AwsHardwareCertificate", certificates(EnumSet.of(Part.OWNERS_CARD)))
                + ", "
                + member("ManufacturerHardwareCertificate", certificates(EnumSet.of(Part.CARD)))
                + "}}]}";
    }

    private static String member(String name, String pem) {
        return "\"" + name + "\": \"" + json(pem) + "\"";
    }

    private static String json(String pem) {
        return pem.replace("\r", "").replace("\n", "\\n");
    }

    private static String request(KeyPair keys) {
        try {
            return pem(
                    "CERTIFICATE REQUEST",
                    new JcaPKCS10CertificationRequestBuilder(name(NAME), keys.getPublic())
                            .build(signer(keys))
                            .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509Certificate certificate(Part part, Instant end) {
        return switch (part) {
            case MAKERS_ROOT -> issued(name(MAKER), maker, name(MAKER), maker.getPublic(), end);
            case CARD -> issued(name(MAKER), maker, name(CARD), card.getPublic(), end);
            case PARTITION -> issued(name(CARD), card, name(NAME), partition.getPublic(), end);
            case OWNERS_ROOT -> issued(name(OWNER), owner, name(OWNER), owner.getPublic(), end);
            case OWNERS_CARD -> issued(name(OWNER), owner, name(CARD), card.getPublic(), end);
            case OWNERS_PARTITION ->
                    issued(name(OWNER), owner, name(NAME), partition.getPublic(), end);
        };
    }

    /** The same each time: RSA signatures of this kind are. */
    private static X509Certificate issued(
            X500Name issuer, KeyPair by, X500Name subject, PublicKey key, Instant end) {
        try {
            X509CertificateHolder holder =
                    new JcaX509v1CertificateBuilder(
                                    issuer,
                                    BigInteger.ONE,
                                    Date.from(TestPki.BEGIN),
                                    Date.from(end),
                                    subject,
                                    key)
                            .build(signer(by));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentSigner signer(KeyPair keys) {
        try {
            return new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With several attributes in one part, as the cards' names have. */
    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.C, BCStyle.O},
                        new String[] {"US", "Test"})
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** As a device of this key would. */
    public static byte[] signed(byte[] body, KeyPair keys) {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(body);
            byte[] signature = signer.sign();
            byte[] out = Arrays.copyOf(body, body.length + signature.length);
            System.arraycopy(signature, 0, out, body.length, signature.length);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }
}
