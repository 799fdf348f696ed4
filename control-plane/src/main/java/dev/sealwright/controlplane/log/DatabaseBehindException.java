package dev.sealwright.controlplane.log;

/**
 * The database does not hold the history that the key service signed last: it is an older copy, or
 * another one. Serving from it would bring revoked rights back.
 */
public final class DatabaseBehindException extends RuntimeException {
    DatabaseBehindException(String what) {
        super(
                what
                        + " Restore a newer copy of the database; if there is none, hold the epoch ceremony, which closes"
                        + " this log at the key service's head and says what was lost.");
    }
}
