package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** Derived secrets as each member sealed them; nothing but that member opens one. */
@Singleton
public final class EntrustedTable {
    private final Storage storage;

    EntrustedTable(Storage storage) {
        this.storage = storage;
    }

    private record Sealed(Bytes member, Bytes bytes) {}

    /** By the members' ids. */
    Map<Bytes, Bytes> of(Purpose purpose, long version) {
        return storage
                .read(
                        connection ->
                                Sql.of(
                                                connection,
                                                "SELECT member, sealed FROM entrusted_secret"
                                                        + " WHERE purpose = ? AND version = ?"
                                                        + " ORDER BY member")
                                        .with(purpose.name())
                                        .with(version)
                                        .list(
                                                row ->
                                                        new Sealed(
                                                                row.bytes("member"),
                                                                row.bytes("sealed"))))
                .stream()
                .collect(Collectors.toMap(Sealed::member, Sealed::bytes));
    }

    void store(Purpose purpose, long version, Bytes member, Bytes sealed) {
        storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "INSERT INTO entrusted_secret"
                                                + " (purpose, version, member, sealed)"
                                                + " VALUES (?, ?, ?, ?)"
                                                + " ON CONFLICT (purpose, version, member)"
                                                + " DO UPDATE SET sealed = excluded.sealed")
                                .with(purpose.name())
                                .with(version)
                                .with(member)
                                .with(sealed)
                                .update());
    }
}
