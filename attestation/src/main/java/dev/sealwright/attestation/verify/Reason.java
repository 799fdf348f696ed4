package dev.sealwright.attestation.verify;

import java.util.Locale;

/** Why evidence is not authentic. */
public enum Reason {
    SIGNATURE_INVALID,
    KEY_UNACCEPTABLE,
    CERTIFICATE_MISSING,
    CHAIN_INVALID,
    ROOT_UNKNOWN,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_REVOKED,
    WRONG_TYPE,
    PLATFORM_MISMATCH,
    QUOTING_ENCLAVE_UNKNOWN,
    COLLATERAL_INVALID,
    COLLATERAL_EXPIRED,
    BINDING_BROKEN,
    NONCE_MISMATCH,
    ISSUER_UNTRUSTED,
    KEY_UNKNOWN,
    TOKEN_EXPIRED,
    UNSIGNED;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
