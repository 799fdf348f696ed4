package dev.sealwright.attestation.verify;

import java.util.Locale;

/**
 * What a verifier looks at. A result names each of them that its format has, also those not done.
 */
public enum Check {
    /** The evidence is signed by the key that should have signed it. */
    SIGNATURE,
    /** That key's certificates lead to a pinned root and are valid at the instant. */
    CHAIN,
    /** None of them is revoked, by lists current at the instant. */
    REVOCATION,
    /** The certificate is of the product, chip and firmware that the evidence names. */
    PLATFORM,
    /** The quoting enclave is the vendor's and current. */
    QUOTING_ENCLAVE,
    /** The platform's firmware was matched against the vendor's list. */
    TCB,
    /** The parts of composed evidence belong together. */
    BINDING,
    /** The evidence answers the nonce that was asked. */
    NONCE,
    /** The token's issuer and times are right. */
    ISSUER;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
