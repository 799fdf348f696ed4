package dev.sealwright.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A certificate with its key.
 *
 * @param chain the certificate first, the root last
 */
public record TestCertificate(KeyPair keys, List<X509Certificate> chain) {

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** A PKCS#12 key store in memory with key and chain under the alias {@code key}. */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(
                    "key", keys.getPrivate(), password, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The chain in PEM. */
    public String pem() {
        return chain.stream().map(TestCertificate::pem).collect(Collectors.joining());
    }

    private static String pem(X509Certificate certificate) {
        try {
            String body =
                    Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
