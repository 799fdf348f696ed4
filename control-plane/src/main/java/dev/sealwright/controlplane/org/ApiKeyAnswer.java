package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.ApiKeyDocument;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record ApiKeyAnswer(
        String name,
        UUID id,
        String user,
        @Nullable Instant expiresAt,
        long version,
        long receiptIndex) {
    static ApiKeyAnswer of(Versioned<ApiKeyDocument> found) {
        ApiKeyDocument value = found.value();
        return new ApiKeyAnswer(
                found.name(),
                found.row(),
                value.user(),
                value.expiresAt(),
                found.version(),
                found.index());
    }
}
