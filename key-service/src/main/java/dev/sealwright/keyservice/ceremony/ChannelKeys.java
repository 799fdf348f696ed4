package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Spki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The keys of a channel between a control plane and its key service over TLS: a folder a side, with
 * its key, a certificate that only carries it, and the digest of the other side's.
 */
record ChannelKeys(Path folder, Duration life, SecureRandom random, Instant now) {
    private static final String KEY_SERVICE = "key-service";
    private static final String CONTROL_PLANE = "control-plane";
    private static final int SERIAL_BITS = 127;
    private static final Base64.Encoder PEM_BODY =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    void make() {
        KeyPair keyService = pair();
        KeyPair controlPlane = pair();
        write(KEY_SERVICE, keyService, controlPlane);
        write(CONTROL_PLANE, controlPlane, keyService);
    }

    private void write(String side, KeyPair own, KeyPair peer) {
        Path files = CeremonyFiles.folder(folder.resolve(side));
        CeremonyFiles.writePrivate(
                files.resolve("key.pem"),
                pem("PRIVATE KEY", own.getPrivate().getEncoded())
                        .getBytes(StandardCharsets.US_ASCII));
        CeremonyFiles.writePublic(
                files.resolve("certificate.pem"),
                Bytes.utf8(pem("CERTIFICATE", certificate(side, own))));
        CeremonyFiles.writePublic(
                files.resolve("peer.sha256"),
                Bytes.utf8(Spki.fingerprint(peer.getPublic()).hex() + "\n"));
    }

    private KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private byte[] certificate(String side, KeyPair key) {
        X500Name name = new X500Name("CN=Sealwright channel " + side);
        try {
            X509CertificateHolder certificate =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                                    Date.from(now),
                                    Date.from(now.plus(life)),
                                    name,
                                    key.getPublic())
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .setSecureRandom(random)
                                            .build(key.getPrivate()));
            return certificate.getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every Java platform signs with ECDSA", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate has a DER form", e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + PEM_BODY.encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }
}
