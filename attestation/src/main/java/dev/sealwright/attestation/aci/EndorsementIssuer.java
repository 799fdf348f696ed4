package dev.sealwright.attestation.aci;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A did:x509 of version 0 with an EKU policy: {@code did:x509:0:sha256:<root,
 * base64url>::eku:<oid>}. It stands for whoever holds a certificate with that key usage under that
 * root.
 */
public record EndorsementIssuer(Bytes root, String usage) {
    /** Who endorses the utility VMs of Azure confidential containers. */
    public static final EndorsementIssuer MICROSOFT =
            parse(
                    "did:x509:0:sha256:I__iuL25oXEVFdTP_aBLx_eT1RPHbCQ_ECBQfYZpt9s"
                            + "::eku:1.3.6.1.4.1.311.76.59.1.2");

    public EndorsementIssuer {
        root.requireSize(32, "a did:x509 fingerprint");
    }

    public static EndorsementIssuer parse(String did) {
        String[] parts = did.split(":", -1);
        boolean known =
                parts.length == 8
                        && did.startsWith("did:x509:0:sha256:")
                        && parts[5].isEmpty()
                        && parts[6].equals("eku");
        if (!known) {
            throw new MalformedException("a did:x509 of a form that is not taken");
        }
        return new EndorsementIssuer(Bytes.fromBase64Url(parts[4]), parts[7]);
    }

    boolean mayUse(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages != null && usages.contains(usage);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
