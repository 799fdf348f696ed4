package dev.sealwright.controlplane.trace;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go.
 *
 * @param endpoint of an OTLP collector over HTTP, such as {@code http://localhost:4318/v1/traces};
 *     without one nothing is recorded
 */
@ConfigurationProperties("sealwright.trace")
public record TraceSettings(@Nullable String endpoint) {
    Optional<String> collector() {
        return Optional.ofNullable(endpoint).filter(url -> !url.isBlank());
    }
}
