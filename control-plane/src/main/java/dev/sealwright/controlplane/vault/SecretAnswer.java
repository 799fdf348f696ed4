package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A secret as it is shown: never its values.
 *
 * @param id of the row, the same for all its versions; leaves name the secret by it
 * @param latestVersion the highest version that was not destroyed; 0 without any
 * @param updatedAt when the description or a version last changed
 * @param version of the description
 * @param receiptIndex index of the leaf that this description stands by
 */
@Serdeable
public record SecretAnswer(
        String name,
        UUID id,
        String description,
        long latestVersion,
        Instant createdAt,
        Instant updatedAt,
        long version,
        long receiptIndex) {
    @SuppressWarnings("NullAway") // the document's constructor puts a default where null was
    static SecretAnswer of(Versioned<SecretDocument> found, Collection<SealedVersion> versions) {
        return new SecretAnswer(
                found.name(),
                found.row(),
                found.value().description(),
                versions.stream()
                        .filter(version -> version.shreddedAt().isEmpty())
                        .mapToLong(SealedVersion::number)
                        .max()
                        .orElse(0),
                Seconds.truncate(Uuids.time(found.row())),
                updated(found.time(), versions),
                found.version(),
                found.index());
    }

    private static Instant updated(Instant described, Collection<SealedVersion> versions) {
        return versions.stream()
                .flatMap(
                        version ->
                                Stream.concat(
                                        Stream.of(version.sealedAt()),
                                        version.shreddedAt().stream()))
                .reduce(described, (one, other) -> one.isAfter(other) ? one : other);
    }
}
