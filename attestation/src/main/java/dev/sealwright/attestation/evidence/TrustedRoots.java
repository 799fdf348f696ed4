package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.aci.EndorsementIssuer;
import dev.sealwright.attestation.dcap.IntelRoots;
import dev.sealwright.attestation.nitro.NitroVerifier;
import dev.sealwright.attestation.snp.AmdRoots;
import dev.sealwright.attestation.x509.PinnedRoots;
import java.util.Set;

/**
 * Whom a verifier believes, for each vendor.
 *
 * @param tpm under which a certificate makes a TPM's attestation key known; there is none that all
 *     TPMs share
 * @param endorser of utility VMs
 */
public record TrustedRoots(
        PinnedRoots nitro,
        PinnedRoots amd,
        PinnedRoots intel,
        PinnedRoots tpm,
        EndorsementIssuer endorser) {
    /** The vendors' own, and no maker of TPMs. */
    public static final TrustedRoots PRODUCTION =
            new TrustedRoots(
                    NitroVerifier.AWS,
                    AmdRoots.PRODUCTION,
                    IntelRoots.PRODUCTION,
                    new PinnedRoots(Set.of()),
                    EndorsementIssuer.MICROSOFT);

    /** The same with these makers of TPMs. */
    public TrustedRoots withTpm(PinnedRoots makers) {
        return new TrustedRoots(nitro, amd, intel, makers, endorser);
    }
}
