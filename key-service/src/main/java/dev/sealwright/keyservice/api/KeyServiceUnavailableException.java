package dev.sealwright.keyservice.api;

/**
 * Hardware or durable state cannot answer now. The same call may succeed later; callers answer 503.
 */
public sealed class KeyServiceUnavailableException extends RuntimeException
        permits MemberAwayException {
    public KeyServiceUnavailableException(String message) {
        super(message);
    }

    public KeyServiceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
