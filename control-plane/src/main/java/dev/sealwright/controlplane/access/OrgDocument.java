package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An organisation.
 *
 * @param displayName for people; empty by default
 */
@Serdeable
@Schema(name = "Org")
public record OrgDocument(@Nullable @Size(max = 200) String displayName) {
    public static final RecordType<OrgDocument> TYPE =
            RecordType.of(RecordKind.ORG, OrgDocument.class);

    public OrgDocument {
        displayName = displayName == null ? "" : displayName;
    }
}
