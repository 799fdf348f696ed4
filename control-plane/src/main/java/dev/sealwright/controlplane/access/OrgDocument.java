package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An organisation.
 *
 * @param displayName for people; empty by default
 * @param retentionDays after which details and actors of its entries go; 0 keeps them for ever;
 *     absent, it is as the service is configured
 */
@Serdeable
@Schema(name = "Org")
public record OrgDocument(
        @Nullable @Size(max = 200) String displayName,
        @Nullable @Min(0) @Max(36_500) Integer retentionDays) {
    public static final RecordType<OrgDocument> TYPE =
            RecordType.of(RecordKind.ORG, OrgDocument.class);

    public OrgDocument {
        displayName = displayName == null ? "" : displayName;
    }
}
