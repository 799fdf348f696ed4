package dev.sealwright.controlplane.host;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What the host may forget.
 *
 * @param acknowledged the number of the last event that is in the signed log
 */
@Serdeable
@Schema(name = "HostEventsAnswer")
public record HostEventsReply(long acknowledged) {}
