package dev.sealwright.attestation.snp;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A report and whatever certificates came with it or are at hand; none is trusted for being here.
 */
public record SnpEvidence(SnpReport report, List<X509Certificate> certificates) {
    public SnpEvidence {
        certificates = List.copyOf(certificates);
    }
}
