package dev.sealwright.controlplane.witness;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who witnesses the log.
 *
 * @param file a list of witnesses; without one there are none
 * @param interval how often each is shown the newest checkpoint, if that is another one
 */
@ConfigurationProperties("sealwright.witness")
record WitnessSettings(@Nullable String file, @Bindable(defaultValue = "1s") Duration interval) {}
