/** Nonces and the binding of evidence to a channel. */
@NullMarked
package dev.sealwright.attestation.freshness;

import org.jspecify.annotations.NullMarked;
