package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.core.type.Argument;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One kind of declarative resource.
 *
 * @param kind the type of its leaves
 * @param document what is stored; a {@code @Serdeable} record with value equality
 * @param references the resources of the same organisation that a document needs
 * @param lookup bytes by which a document is found without its name
 * @param dependents what else keeps a row from being removed
 */
public record RecordType<T>(
        RecordKind kind,
        Argument<T> document,
        Function<T, List<Reference>> references,
        Function<T, Optional<Bytes>> lookup,
        Dependents dependents) {

    /** Names what needs a row, in the transaction that would remove it. */
    @FunctionalInterface
    public interface Dependents {
        List<String> of(Connection connection, UUID row) throws SQLException;
    }

    /**
     * That a document needs another resource.
     *
     * @param pointer where in the document it is named
     */
    public record Reference(RecordKind kind, String name, String pointer) {}

    public static <T> RecordType<T> of(RecordKind kind, Class<T> document) {
        return new RecordType<>(
                kind,
                Argument.of(document),
                value -> List.of(),
                value -> Optional.empty(),
                (connection, row) -> List.of());
    }

    public RecordType<T> referring(Function<T, List<Reference>> needed) {
        return new RecordType<>(kind, document, needed, lookup, dependents);
    }

    public RecordType<T> foundBy(Function<T, Optional<Bytes>> key) {
        return new RecordType<>(kind, document, references, key, dependents);
    }

    public RecordType<T> neededBy(Dependents needing) {
        return new RecordType<>(kind, document, references, lookup, needing);
    }
}
