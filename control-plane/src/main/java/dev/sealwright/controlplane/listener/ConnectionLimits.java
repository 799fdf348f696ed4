package dev.sealwright.controlplane.listener;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long a client may take to say what it wants, and how many may be connected at once.
 *
 * @param head from the first byte of a request to the end of its headers
 * @param body from there to the end of the request, or to the next 4 MiB of it
 * @param most connections at once, over both listeners; beyond, the one that is idle longest goes
 */
@ConfigurationProperties("sealwright.connections")
record ConnectionLimits(
        @Bindable(defaultValue = "10s") Duration head,
        @Bindable(defaultValue = "20s") Duration body,
        @Bindable(defaultValue = "4096") int most) {}
