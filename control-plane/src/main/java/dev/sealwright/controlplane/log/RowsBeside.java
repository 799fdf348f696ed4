package dev.sealwright.controlplane.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How a room stores rows of one kind that come each with a leaf. */
@FunctionalInterface
public interface RowsBeside<T> {
    /** Stores all of them, by as few statements as it can. */
    void insert(Connection connection, List<T> rows) throws SQLException;
}
