package dev.sealwright.client.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A private key with its certificate chain, leaf first. */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    public ClientIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has a leaf");
        }
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    X509Certificate[] chainForTls() {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + certificate().getSerialNumber().toString(16) + "]";
    }
}
