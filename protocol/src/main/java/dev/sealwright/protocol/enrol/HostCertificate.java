package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.cert.X509Certificate;

/** A host's certificate that fits its leaf. Obtained from {@link CertificateCheck} only. */
public final class HostCertificate {
    private final SpiffeId id;
    private final Validity validity;
    private final X509Certificate certificate;

    HostCertificate(SpiffeId id, Validity validity, X509Certificate certificate) {
        this.id = id;
        this.validity = validity;
        this.certificate = certificate;
    }

    public SpiffeId id() {
        return id;
    }

    public Validity validity() {
        return validity;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of the DER. */
    public Bytes fingerprint() {
        return Sha256.of(Certificates.encode(certificate));
    }
}
