package dev.sealwright.controlplane.attest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * Where collateral lies and comes from.
 *
 * @param folder of what was fetched, or was put there by hand
 * @param services file of addresses; nothing is fetched without one
 */
@ConfigurationProperties("sealwright.collateral")
record CollateralSettings(
        @Bindable(defaultValue = "collateral") String folder, @Nullable String services) {}
