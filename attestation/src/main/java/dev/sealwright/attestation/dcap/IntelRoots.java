package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.x509.PinnedRoots;

/** The Intel SGX Root CA, under which platforms, revocation lists and collateral are signed. */
public final class IntelRoots {
    public static final PinnedRoots PRODUCTION =
            PinnedRoots.of("44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3");

    private IntelRoots() {}
}
