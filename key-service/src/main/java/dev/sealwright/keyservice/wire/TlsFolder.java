package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * One side of a channel over TLS: {@code key.pem} (PKCS#8, P-256, mode 0600), {@code
 * certificate.pem} (self-signed; only its key counts) and {@code peer.sha256}, hex SHA-256 of the
 * other side's SubjectPublicKeyInfo. The ceremony program makes both sides.
 */
public record TlsFolder(Path folder) {
    private static final int MAX_FILE = 64 * 1024;
    private static final char[] NO_PASSWORD = {};
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** TLS 1.3 alone, both sides with a certificate. */
    static SSLParameters parameters() {
        SSLParameters parameters =
                new SSLParameters(
                        new String[] {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"},
                        new String[] {"TLSv1.3"});
        // The curves of NIST: both ends are ours, and one form of the channel serves every mode.
        parameters.setNamedGroups(new String[] {"secp256r1", "secp384r1"});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /**
     * What a socket is made from.
     *
     * @throws StartRefusedException when a file is not what it must be
     */
    SSLContext context(InstantSource clock) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = {certificate()};
            store.setKeyEntry("own", key(), NO_PASSWORD, chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            TrustManager[] trust = {new PinnedPeer(peer(), clock)};
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust, null);
            return context;
        } catch (GeneralSecurityException | IOException | MalformedException e) {
            throw new StartRefusedException(
                    "The TLS folder "
                            + folder
                            + " does not hold a channel's key, certificate and peer: "
                            + e.getMessage()
                            + ". Make one with the ceremony program's command 'channel'.",
                    e);
        }
    }

    private PrivateKey key() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("key.pem");
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("others can read key.pem; set its mode to 0600");
        }
        byte[] der = pem(file, "PRIVATE KEY");
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private X509Certificate certificate() throws IOException {
        return Certificates.parse(Bytes.of(pem(folder.resolve("certificate.pem"), "CERTIFICATE")));
    }

    private Bytes peer() throws IOException {
        return Bytes.fromHex(text(folder.resolve("peer.sha256")).strip())
                .requireSize(Sha256.SIZE, "the peer's digest");
    }

    /** The one block of a PEM file (RFC 7468). */
    private static byte[] pem(Path file, String label) throws IOException {
        String text = text(file).strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw new IOException(file.getFileName() + " is not one PEM block of " + label);
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(text.substring(begin.length(), text.length() - end.length()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + " is not base64", e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new IOException(file.getFileName() + " is larger than it can be");
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }
}
