package dev.sealwright.keyservice.ca;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The two kinds of certificate that are issued. There is none for a CA. */
enum CertificateProfile {
    HOST,
    SERVER;

    KeyPurposeId purpose() {
        return switch (this) {
            case HOST -> KeyPurposeId.id_kp_clientAuth;
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
        };
    }
}
