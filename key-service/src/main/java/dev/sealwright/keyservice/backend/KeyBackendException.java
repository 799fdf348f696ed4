package dev.sealwright.keyservice.backend;

/**
 * The backend will not do this, now or later. The message says what happened, why, and what to do
 * about it.
 */
public final class KeyBackendException extends RuntimeException {
    public KeyBackendException(String message) {
        super(message);
    }

    public KeyBackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
