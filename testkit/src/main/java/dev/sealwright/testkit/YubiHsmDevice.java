package dev.sealwright.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A device that certifies keys as a YubiHSM 2 does, under a root of the test's own. */
public final class YubiHsmDevice {
    private static final String ARC = "1.3.6.1.4.1.41482.4.";
    private static final String SIGN_EDDSA = "0000000000000100";
    private static final String AND_EXPORTABLE = "0000000000010100";

    private final TestAuthority root = TestPki.root("Yubico YubiHSM Root of a test");
    private final TestAuthority intermediate = root.intermediate("Yubico YubiHSM Sub-CA of a test");
    private final KeyPair keys = TestPki.p256();
    private final X500Name name;
    private final int serial;
    private final X509Certificate certificate;

    public YubiHsmDevice(int serial) {
        this.serial = serial;
        this.name = new X500Name("CN=YubiHSM Attestation (" + serial + ")");
        this.certificate =
                signed(
                        builder(
                                new X500Name(
                                        intermediate
                                                .certificate()
                                                .getSubjectX500Principal()
                                                .getName()),
                                name,
                                keys.getPublic(),
                                1),
                        intermediate.keys(),
                        new Object[] {"2", new ASN1Integer(serial)});
    }

    /** SHA-256 of the root's DER, in hexadecimal. */
    public String rootFingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(root.certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The device's own certificate and those above it. */
    public String above() {
        StringBuilder pem = new StringBuilder(pem(certificate));
        intermediate.chain().forEach(each -> pem.append(pem(each)));
        return pem.toString();
    }

    public X509Certificate certifies(PublicKey key) {
        return certifies(key, keys, serial, 1, SIGN_EDDSA);
    }

    public X509Certificate certifiesImported(PublicKey key) {
        return certifies(key, keys, serial, 2, SIGN_EDDSA);
    }

    public X509Certificate certifiesExportable(PublicKey key) {
        return certifies(key, keys, serial, 1, AND_EXPORTABLE);
    }

    public X509Certificate certifiesForAnother(PublicKey key, int device) {
        return certifies(key, keys, device, 1, SIGN_EDDSA);
    }

    /** By a key other than the device's, in its name. */
    public X509Certificate forged(PublicKey key, KeyPair by) {
        return certifies(key, by, serial, 1, SIGN_EDDSA);
    }

    /** By a key that was attested itself. */
    public X509Certificate forgedBy(X509Certificate attested, KeyPair its, PublicKey key) {
        return signed(
                builder(
                        new X500Name(attested.getSubjectX500Principal().getName()),
                        new X500Name("CN=one more"),
                        key,
                        9),
                its,
                extensions(serial, 1, SIGN_EDDSA));
    }

    private X509Certificate certifies(
            PublicKey key, KeyPair by, int device, int origin, String capabilities) {
        return signed(
                builder(name, new X500Name("CN=YubiHSM Attestation id:0x0007"), key, 2),
                by,
                extensions(device, origin, capabilities));
    }

    private static Object[] extensions(int device, int origin, String capabilities) {
        return new Object[] {
            "1", new DEROctetString(new byte[] {2, 4, 1}),
            "2", new ASN1Integer(device),
            "3", new DERBitString(new byte[] {(byte) origin}),
            "4", new DERBitString(new byte[] {0, 1}),
            "5", new DERBitString(HexFormat.of().parseHex(capabilities)),
            "6", new ASN1Integer(7),
            "9", new DERUTF8String("log")
        };
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, int number) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(number),
                Date.from(TestPki.BEGIN),
                Date.from(TestPki.END),
                subject,
                key);
    }

    private static X509Certificate signed(
            JcaX509v3CertificateBuilder builder, KeyPair by, Object[] extensions) {
        try {
            for (int i = 0; i < extensions.length; i += 2) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(ARC + extensions[i]),
                        false,
                        (ASN1Encodable) extensions[i + 1]);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(by.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
