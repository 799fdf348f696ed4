package dev.sealwright.controlplane.storage;

import java.sql.SQLException;

/**
 * The database refused a statement: a fault of this program or of the schema, never of the user.
 */
public final class StorageException extends RuntimeException {
    private final String state;

    StorageException(SQLException cause) {
        super("SQL state " + cause.getSQLState(), cause);
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** The five characters of SQLSTATE, or nothing. */
    public String state() {
        return state;
    }
}
