package dev.sealwright.keyservice.ceremony;

/**
 * The ceremony does not go on: it was held already, or what it was given does not verify. The
 * message says what to do.
 */
final class CeremonyRefusedException extends RuntimeException {
    CeremonyRefusedException(String message) {
        super(message);
    }

    CeremonyRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
