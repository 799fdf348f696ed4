package dev.sealwright.client.tls;

import dev.sealwright.protocol.anchors.RootPin;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS contexts that trust the servers of one pinned root, and nothing else. */
public final class PinnedTls {
    private PinnedTls() {}

    /** Without a client certificate. */
    public static SSLContext anonymous(RootPin pin, InstantSource clock) {
        return context(new KeyManager[0], pin, clock);
    }

    /** With the host's key and certificate. */
    public static SSLContext as(ClientIdentity identity, RootPin pin, InstantSource clock) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] none = new char[0];
            store.setKeyEntry("host", identity.key(), none, identity.chainForTls());
            var factory = KeyManagerFactory.getInstance("NewSunX509");
            factory.init(store, none);
            return context(factory.getKeyManagers(), pin, clock);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot hold a client certificate", e);
        }
    }

    private static SSLContext context(KeyManager[] keys, RootPin pin, InstantSource clock) {
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = new TrustManager[] {new PinnedTrust(pin, clock)};
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
