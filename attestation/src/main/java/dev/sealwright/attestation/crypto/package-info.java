/** Signatures checked over received bytes, on the provider the application prefers. */
@NullMarked
package dev.sealwright.attestation.crypto;

import org.jspecify.annotations.NullMarked;
