package dev.sealwright.keyservice.backend;

/**
 * The ciphertext, its nonce, its additional data or the key is not the one it was sealed with.
 * Never retried.
 */
public final class AuthenticationFailedException extends RuntimeException {
    public AuthenticationFailedException() {
        super("The ciphertext does not authenticate under this key and additional data.");
    }
}
