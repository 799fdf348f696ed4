package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.core.type.Argument;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One kind of declarative resource.
 *
 * @param kind the type of its leaves
 * @param document what is stored; a {@code @Serdeable} record with value equality
 * @param references the resources of the same organisation that a document needs
 * @param lookup bytes by which a document is found without its name
 */
public record RecordType<T>(
        RecordKind kind,
        Argument<T> document,
        Function<T, List<Reference>> references,
        Function<T, Optional<Bytes>> lookup) {

    /**
     * That a document needs another resource.
     *
     * @param pointer where in the document it is named
     */
    public record Reference(RecordKind kind, String name, String pointer) {}

    public static <T> RecordType<T> of(RecordKind kind, Class<T> document) {
        return new RecordType<>(
                kind, Argument.of(document), value -> List.of(), value -> Optional.empty());
    }

    public RecordType<T> referring(Function<T, List<Reference>> needed) {
        return new RecordType<>(kind, document, needed, lookup);
    }

    public RecordType<T> foundBy(Function<T, Optional<Bytes>> key) {
        return new RecordType<>(kind, document, references, key);
    }
}
