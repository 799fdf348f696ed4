package dev.sealwright.controlplane.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How patient the log is.
 *
 * @param deadline how long a request waits for its leaf before it answers 503
 * @param poll how often leaves of other replicas, or of an earlier run, are looked for
 * @param check how often the key service's head is compared with the database
 * @param lease how long the replica that sequences may be silent before another one takes over
 * @param replica name of this replica for people; absent, one is made up at each start
 */
@ConfigurationProperties("sealwright.log")
public record LogSettings(
        @Bindable(defaultValue = "10s") Duration deadline,
        @Bindable(defaultValue = "250ms") Duration poll,
        @Bindable(defaultValue = "2s") Duration check,
        @Bindable(defaultValue = "1200ms") Duration lease,
        @Nullable String replica) {}
