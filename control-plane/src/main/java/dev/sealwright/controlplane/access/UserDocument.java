package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A person or service of an organisation.
 *
 * @param displayName for people; empty by default
 * @param email empty by default
 */
@Serdeable
@Schema(name = "User")
public record UserDocument(
        @Nullable @Size(max = 200) String displayName, @Nullable @Size(max = 254) String email) {
    public static final RecordType<UserDocument> TYPE =
            RecordType.of(RecordKind.USER, UserDocument.class);

    public UserDocument {
        displayName = displayName == null ? "" : displayName;
        email = email == null ? "" : email;
    }
}
