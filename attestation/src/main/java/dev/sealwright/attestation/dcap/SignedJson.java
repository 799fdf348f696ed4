package dev.sealwright.attestation.dcap;

import dev.sealwright.protocol.Bytes;

/**
 * Intel's collateral: JSON text exactly as received, and the signature over exactly that text (r ‖
 * s, 64 bytes) by the key of a "TCB Signing" certificate.
 */
public record SignedJson(Bytes text, Bytes signature) {
    public static final int MAX_SIZE = 256 * 1024;

    public SignedJson {
        signature.requireSize(64, "a collateral signature");
    }
}
