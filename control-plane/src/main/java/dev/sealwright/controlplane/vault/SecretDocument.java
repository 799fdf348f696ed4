package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A secret, without its values.
 *
 * @param description for people; empty by default
 */
@Serdeable
@Schema(name = "Secret")
public record SecretDocument(@Nullable @Size(max = 1000) String description) {
    public static final RecordType<SecretDocument> TYPE =
            RecordType.of(RecordKind.SECRET, SecretDocument.class)
                    .neededBy(SecretVersionTable::living);

    public SecretDocument {
        description = description == null ? "" : description;
    }
}
