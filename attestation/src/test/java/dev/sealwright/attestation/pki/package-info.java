/** Authorities of our own, shaped like the vendors', for evidence that no collection has. */
@NullMarked
package dev.sealwright.attestation.pki;

import org.jspecify.annotations.NullMarked;
