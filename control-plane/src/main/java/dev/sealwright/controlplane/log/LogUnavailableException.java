package dev.sealwright.controlplane.log;

/**
 * The log cannot release leaves now. What was proposed before stays and finishes later. Callers
 * answer 503.
 */
public final class LogUnavailableException extends RuntimeException {
    public LogUnavailableException(String message) {
        super(message);
    }
}
