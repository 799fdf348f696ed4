package dev.sealwright.controlplane.org;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Something that is or was in quarantine.
 *
 * @param kind api-key or role-binding
 * @param receiptIndex index of the leaf that its version stands by
 */
@Serdeable
@Schema(name = "Quarantined")
public record QuarantineAnswer(String kind, String name, long version, long receiptIndex) {}
