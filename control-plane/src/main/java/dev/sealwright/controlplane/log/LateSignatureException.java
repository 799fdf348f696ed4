package dev.sealwright.controlplane.log;

/** A transaction does not wait for a signature for so long. */
final class LateSignatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LateSignatureException() {
        super("the signature of the last batch takes longer than a transaction waits for it");
    }
}
