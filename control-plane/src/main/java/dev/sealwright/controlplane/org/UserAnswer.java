package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.UserDocument;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record UserAnswer(
        String name,
        UUID id,
        @Nullable String displayName,
        @Nullable String email,
        long version,
        long receiptIndex) {
    static UserAnswer of(Versioned<UserDocument> found) {
        UserDocument value = found.value();
        return new UserAnswer(
                found.name(),
                found.row(),
                value.displayName(),
                value.email(),
                found.version(),
                found.index());
    }
}
