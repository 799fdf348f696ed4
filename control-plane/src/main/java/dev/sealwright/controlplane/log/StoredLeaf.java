package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.TreeHash;
import java.sql.SQLException;

/**
 * A leaf as the database has it: its bytes, or the hash alone of one whose bytes went.
 *
 * @param bytes empty if they went
 * @param hash of the bytes, as they are, where they are there; nobody has checked it else
 */
public record StoredLeaf(Bytes bytes, Bytes hash) {
    static final String COLUMNS = "leaf, leaf_hash";

    static StoredLeaf read(Row row) throws SQLException {
        Bytes bytes = row.bytes("leaf");
        return new StoredLeaf(
                bytes, bytes.isEmpty() ? row.bytes("leaf_hash") : TreeHash.leaf(bytes));
    }

    public boolean gone() {
        return bytes.isEmpty();
    }
}
