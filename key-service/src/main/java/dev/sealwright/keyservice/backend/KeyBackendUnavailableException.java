package dev.sealwright.keyservice.backend;

/**
 * The backend could not do this now: too busy, past its deadline, or getting its token back. Asking
 * again may help.
 */
public final class KeyBackendUnavailableException extends RuntimeException {
    public KeyBackendUnavailableException(String message) {
        super(message);
    }

    public KeyBackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
