/** Certificate chains, their pinned roots, and revocation lists, all at a given instant. */
@NullMarked
package dev.sealwright.attestation.x509;

import org.jspecify.annotations.NullMarked;
