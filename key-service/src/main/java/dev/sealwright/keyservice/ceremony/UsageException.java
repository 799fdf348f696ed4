package dev.sealwright.keyservice.ceremony;

/** The command line is not one of ours. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
