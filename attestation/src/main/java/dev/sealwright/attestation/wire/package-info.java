/** Strict, bounded readers of the notations evidence comes in: fixed binary, JSON, DER. */
@NullMarked
package dev.sealwright.attestation.wire;

import org.jspecify.annotations.NullMarked;
