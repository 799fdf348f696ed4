package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.OrgDocument;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * An organisation as it is shown.
 *
 * @param tag 32 hexadecimal digits: its name in leaves and SPIFFE ids
 * @param retentionDays after which details and actors of its entries go; 0 keeps them for ever;
 *     null: as the service is configured
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record OrgAnswer(
        String name,
        String tag,
        @Nullable String displayName,
        @Nullable Integer retentionDays,
        long version,
        long receiptIndex) {
    static OrgAnswer of(Versioned<OrgDocument> org) {
        return new OrgAnswer(
                org.name(),
                org.org().hex(),
                org.value().displayName(),
                org.value().retentionDays(),
                org.version(),
                org.index());
    }
}
