/**
 * The key service over a byte stream: a daemon that serves {@link
 * dev.sealwright.keyservice.api.KeyService} and a client that is one. Frames carry deterministic
 * CBOR, many requests are in flight on one connection, and nothing crosses but what the API says:
 * answers, refusals, unavailability.
 */
@NullMarked
package dev.sealwright.keyservice.wire;

import org.jspecify.annotations.NullMarked;
