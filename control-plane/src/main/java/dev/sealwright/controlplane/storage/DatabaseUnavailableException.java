package dev.sealwright.controlplane.storage;

/** The database cannot answer now; the same request may succeed later. Callers answer 503. */
public final class DatabaseUnavailableException extends RuntimeException {
    public DatabaseUnavailableException(Throwable cause) {
        super("the database does not answer", cause);
    }
}
