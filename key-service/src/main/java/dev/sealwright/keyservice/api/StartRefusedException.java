package dev.sealwright.keyservice.api;

/**
 * The key service does not start. The message says what was found, why that stops it, and what to
 * do.
 */
public final class StartRefusedException extends RuntimeException {
    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
