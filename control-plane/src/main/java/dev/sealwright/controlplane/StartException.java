package dev.sealwright.controlplane;

/** The service cannot start; the message says why and what to do. */
final class StartException extends RuntimeException {
    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
