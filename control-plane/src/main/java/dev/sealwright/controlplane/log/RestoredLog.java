package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes what a database holds of the log into a folder, as a static C2SP log of which the bundles
 * alone are there, and the hashes of those of which entries went. It needs neither the service nor
 * its key service, which refuse to work on a database that is behind.
 */
public final class RestoredLog {
    private final Path folder;

    /**
     * @param folder made here; nothing in it is written over
     */
    public RestoredLog(Path folder) {
        this.folder = folder;
    }

    /** How many leaves were written: those under the last signed checkpoint. */
    public long write(String url, String user, String password) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            return write(connection);
        } catch (SQLException e) {
            throw new LogUnavailableException("the database cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be written: " + e.getMessage(), e);
        }
    }

    private long write(Connection connection) throws SQLException, IOException {
        SignedHead head =
                Heads.signed(connection)
                        .orElseThrow(
                                () ->
                                        new LogUnavailableException(
                                                "the database holds no signed checkpoint"));
        Files.createDirectories(folder);
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            Tile tile = Tile.inTree(Tile.ENTRIES, bundle, head.size());
            write(connection, tile);
        }
        write("checkpoint", head.note().bytes());
        return head.size();
    }

    /** A bundle, or, where entries went, what is kept of it with the hashes of all. */
    private void write(Connection connection, Tile tile) throws SQLException, IOException {
        List<StoredLeaf> leaves = leaves(connection, tile);
        boolean whole = leaves.stream().noneMatch(StoredLeaf::gone);
        write(
                whole ? tile.path() : tile.keptPath(),
                EntryBundle.encode(leaves.stream().map(StoredLeaf::bytes).toList()));
        if (!whole) {
            write(
                    tile.hashTile().path(),
                    Bytes.concat(leaves.stream().map(StoredLeaf::hash).toArray(Bytes[]::new)));
        }
    }

    private static List<StoredLeaf> leaves(Connection connection, Tile tile) throws SQLException {
        long from = tile.index() * Tile.FULL;
        List<StoredLeaf> leaves =
                Sql.of(
                                connection,
                                "SELECT "
                                        + StoredLeaf.COLUMNS
                                        + " FROM log_entry WHERE index >= ? AND index < ? ORDER BY index")
                        .with(from)
                        .with(from + tile.width())
                        .list(StoredLeaf::read);
        if (leaves.size() != tile.width()) {
            throw new BrokenLogException("entries are missing from " + from + " on");
        }
        return leaves;
    }

    private void write(String name, Bytes content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(
                file, content.toArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
