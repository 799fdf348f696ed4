package dev.sealwright.controlplane;

import java.time.InstantSource;

/**
 * The clock that whoever starts the service hands over; every room gets it as an {@link
 * InstantSource}.
 */
record ServiceClock(InstantSource source) {}
