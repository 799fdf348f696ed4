package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the tests, with its chain up to its root. Keys come from seeds. */
public record Authority(String name, KeyPair keys, List<X509Certificate> chain) {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant TO = Instant.parse("2049-01-01T00:00:00Z");

    public static Authority root(String name, KeyPair keys) {
        Authority self = new Authority(name, keys, List.of());
        return new Authority(
                name, keys, List.of(self.sign(name, keys.getPublic(), true, FROM, TO, Map.of())));
    }

    public Authority under(String child, KeyPair childKeys) {
        X509Certificate own = sign(child, childKeys.getPublic(), true, FROM, TO, Map.of());
        return new Authority(
                child, childKeys, Stream.concat(Stream.of(own), chain.stream()).toList());
    }

    /** A certificate to sign with, without authority. */
    public X509Certificate leaf(String subject, PublicKey key, Map<String, byte[]> extensions) {
        return leaf(subject, key, FROM, TO, extensions);
    }

    public X509Certificate leaf(
            String subject,
            PublicKey key,
            Instant from,
            Instant to,
            Map<String, byte[]> extensions) {
        return sign(subject, key, false, from, to, extensions);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public static String pem(List<X509Certificate> certificates) {
        StringBuilder out = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            out.append("-----BEGIN CERTIFICATE-----\n")
                    .append(
                            Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(Certificates.encoded(certificate).toArray()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return out.toString();
    }

    public PinnedRoots asRoot() {
        return new PinnedRoots(Set.of(Certificates.fingerprint(chain.getLast())));
    }

    /** An empty, current list. */
    public Bytes list() {
        try {
            return Bytes.of(revoking(FROM, TO).getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509CRL revoking(Instant from, Instant to, X509Certificate... revoked) {
        var builder = new X509v2CRLBuilder(new X500Name(name), Date.from(from));
        builder.setNextUpdate(Date.from(to));
        for (X509Certificate certificate : revoked) {
            builder.addCRLEntry(
                    certificate.getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
        }
        try {
            var signer = new JcaContentSignerBuilder(algorithm()).build(keys.getPrivate());
            return RevocationLists.der(Bytes.of(builder.build(signer).getEncoded()));
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            String subject,
            PublicKey key,
            boolean authority,
            Instant from,
            Instant to,
            Map<String, byte[]> extensions) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            new X500Name(name),
                            new BigInteger(1, serial(subject + from)),
                            Date.from(from),
                            Date.from(to),
                            new X500Name(subject),
                            key);
            int usage =
                    authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            for (Map.Entry<String, byte[]> extension : extensions.entrySet()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(extension.getKey()), false, extension.getValue());
            }
            var signer = new JcaContentSignerBuilder(algorithm()).build(keys.getPrivate());
            return Certificates.der(Bytes.of(builder.build(signer).getEncoded()));
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String algorithm() {
        return keys.getPublic().getAlgorithm().equals("RSA")
                ? "SHA256withRSA"
                : keys.getPublic().getEncoded().length > 100
                        ? "SHA384withECDSA"
                        : "SHA256withECDSA";
    }

    public static KeyPair p384(String seed) {
        return elliptic("secp384r1", seed);
    }

    public static KeyPair p256(String seed) {
        return elliptic("secp256r1", seed);
    }

    public static KeyPair rsa(int bits, String seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, seeded(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair elliptic(String curve, String seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve), seeded(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] serial(String seed) {
        byte[] serial = new byte[8];
        seeded(seed).nextBytes(serial);
        return serial;
    }

    private static SecureRandom seeded(String seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(StandardCharsets.UTF_8));
            return random;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
