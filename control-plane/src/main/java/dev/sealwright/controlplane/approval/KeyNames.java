package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.SaltedDigest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What organisations call their authority keys. A row's id, which stands in the key's leaf, is made
 * from a salt and the name: a name that was edited in the database counts as absent.
 */
@Singleton
final class KeyNames {
    private static final int ROW_SIZE = 16;
    private static final String SELECT = "SELECT row_id, org, name, salt FROM authority_key_name";

    private final Storage storage;
    private final SecureRandom random;

    KeyNames(Storage storage, SecureRandom random) {
        this.storage = storage;
        this.random = random;
    }

    private record Named(Bytes row, Bytes org, String name, Bytes salt) {
        boolean genuine() {
            return row.equals(rowOf(org, name, salt));
        }
    }

    private static Bytes rowOf(Bytes org, String name, Bytes salt) {
        return SaltedDigest.of(salt, Bytes.concat(org, Bytes.utf8(name))).slice(0, ROW_SIZE);
    }

    Optional<Bytes> find(Bytes org, String name) {
        return storage.read(
                        c ->
                                Sql.of(c, SELECT + " WHERE org = ? AND name = ?")
                                        .with(org)
                                        .with(name)
                                        .first(KeyNames::read))
                .filter(Named::genuine)
                .map(Named::row);
    }

    /** The names by their rows. */
    Map<Bytes, String> all(Bytes org) {
        List<Named> all =
                storage.read(
                        c -> Sql.of(c, SELECT + " WHERE org = ?").with(org).list(KeyNames::read));
        return all.stream()
                .filter(Named::genuine)
                .collect(Collectors.toUnmodifiableMap(Named::row, Named::name));
    }

    /** The row of a name, made if there is none or if it was edited. */
    Bytes give(Bytes org, String name) {
        Optional<Bytes> known = find(org, name);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] bytes = new byte[SaltedDigest.SALT_SIZE];
        random.nextBytes(bytes);
        Bytes salt = Bytes.of(bytes);
        storage.write(
                c -> {
                    Sql.of(
                                    c,
                                    "DELETE FROM authority_key_name WHERE org = ? AND name = ? AND row_id = ANY (?)")
                            .with(org)
                            .with(name)
                            .withBytes(edited(c, org, name))
                            .update();
                    return Sql.of(
                                    c,
                                    "INSERT INTO authority_key_name (row_id, org, name, salt)"
                                            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                            .with(rowOf(org, name, salt))
                            .with(org)
                            .with(name)
                            .with(salt)
                            .update();
                });
        return find(org, name)
                .orElseThrow(() -> new IllegalStateException("a name that was just given"));
    }

    private static List<Bytes> edited(Connection connection, Bytes org, String name)
            throws SQLException {
        return Sql.of(connection, SELECT + " WHERE org = ? AND name = ?")
                .with(org)
                .with(name)
                .list(KeyNames::read)
                .stream()
                .filter(named -> !named.genuine())
                .map(Named::row)
                .toList();
    }

    private static Named read(Row row) throws SQLException {
        return new Named(
                row.bytes("row_id"), row.bytes("org"), row.text("name"), row.bytes("salt"));
    }
}
