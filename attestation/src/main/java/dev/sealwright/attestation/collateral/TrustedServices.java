package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom TLS to the services trusts: the platform's authorities, or the given ones and no other. */
public final class TrustedServices {
    private TrustedServices() {}

    public static SSLContext ofPlatform() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks TLS", e);
        }
    }

    /**
     * Trusting these authorities only.
     *
     * @param pem their certificates
     */
    public static SSLContext of(Bytes pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority : Certificates.pem(pem)) {
                store.setCertificateEntry("authority " + number++, authority);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK lacks TLS", e);
        }
    }
}
