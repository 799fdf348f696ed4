package dev.sealwright.controlplane.host;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of itself.
 *
 * @param policyVersion the policy it enforces; left out before the first
 * @param agent what it wants to tell of its agent, name to text
 */
@Serdeable
@Schema(name = "Heartbeat")
public record HeartbeatBody(
        @Nullable @Min(0) Long policyVersion,
        @Nullable @Size(max = 32)
                Map<@Size(min = 1, max = 64) String, @NotNull @Size(max = 200) String> agent) {}
