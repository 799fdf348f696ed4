/**
 * {@code Idempotency-Key}: a request that is sent again under its key acts once and is answered
 * alike for a day.
 */
@NullMarked
package dev.sealwright.controlplane.idempotency;

import org.jspecify.annotations.NullMarked;
