package dev.sealwright.controlplane.audit;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One line of a check that tells how far it is; the last one has the report, and none before it.
 *
 * @param done steps, each an entry or a detail that was looked at
 * @param total steps in all; 0 while that is not known
 */
@Serdeable
@Schema(name = "IntegrityLine")
public record IntegrityLine(long done, long total, @Nullable IntegrityAnswer report) {}
