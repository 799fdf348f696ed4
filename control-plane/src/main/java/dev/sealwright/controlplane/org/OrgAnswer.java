package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.OrgDocument;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * An organisation as it is shown.
 *
 * @param tag 32 hexadecimal digits: its name in leaves and SPIFFE ids
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record OrgAnswer(
        String name, String tag, @Nullable String displayName, long version, long receiptIndex) {
    static OrgAnswer of(Versioned<OrgDocument> org) {
        return new OrgAnswer(
                org.name(), org.org().hex(), org.value().displayName(), org.version(), org.index());
    }
}
