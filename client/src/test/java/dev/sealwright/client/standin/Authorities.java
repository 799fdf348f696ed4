package dev.sealwright.client.standin;

import dev.sealwright.protocol.anchors.RootPin;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A root and its two issuing CAs. */
public final class Authorities {
    private static final String ROOT = "CN=Sealwright test root";

    private final Instant now;
    private final KeyPair rootKey = Certification.p256();
    private final KeyPair serverCaKey = Certification.p256();
    private final KeyPair hostCaKey = Certification.p256();
    private final X509Certificate root;
    private final X509Certificate serverCa;
    private final X509Certificate hostCa;

    public Authorities(Instant now) {
        this.now = now;
        this.root = ca(ROOT, rootKey.getPublic(), new BasicConstraints(true), List.of());
        this.serverCa =
                issuingCa("CN=Servers", serverCaKey.getPublic(), KeyPurposeId.id_kp_serverAuth);
        this.hostCa = issuingCa("CN=Hosts", hostCaKey.getPublic(), KeyPurposeId.id_kp_clientAuth);
    }

    public RootPin pin() {
        return RootPin.of(root.getPublicKey());
    }

    public X509Certificate root() {
        return root;
    }

    public X509Certificate serverCa() {
        return serverCa;
    }

    public X509Certificate hostCa() {
        return hostCa;
    }

    public KeyPair rootKey() {
        return rootKey;
    }

    public KeyPair hostCaKey() {
        return hostCaKey;
    }

    /** Leaf, CA, root: for localhost and whatever else is named. */
    public List<X509Certificate> server(
            PublicKey key, KeyPurposeId usage, Instant from, Instant until, String... names) {
        X509Certificate leaf =
                Certification.of(subject(serverCa), "CN=server", serial(), from, until, key)
                        .with(Extension.basicConstraints, true, new BasicConstraints(false))
                        .with(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(usage))
                        .with(Extension.subjectAlternativeName, false, dnsNames(names))
                        .signedBy(serverCaKey);
        return List.of(leaf, serverCa, root);
    }

    public static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private X509Certificate issuingCa(String name, PublicKey key, KeyPurposeId usage) {
        return ca(name, key, new BasicConstraints(0), List.of(usage));
    }

    private X509Certificate ca(
            String name, PublicKey key, BasicConstraints constraints, List<KeyPurposeId> usages) {
        var building =
                Certification.of(
                                ROOT,
                                name,
                                serial(),
                                now.minus(Duration.ofDays(1)),
                                now.plus(Duration.ofDays(365)),
                                key)
                        .with(Extension.basicConstraints, true, constraints)
                        .with(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        if (!usages.isEmpty()) {
            building.with(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
        }
        return building.signedBy(rootKey);
    }

    private static GeneralNames dnsNames(String... names) {
        return new GeneralNames(
                Arrays.stream(names)
                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new));
    }

    private static BigInteger serial() {
        return BigInteger.valueOf(System.nanoTime());
    }
}
