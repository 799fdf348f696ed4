package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.x509.PinnedRoots;
import java.util.Optional;

/**
 * Whom a reader believes of LiquidSecurity HSMs.
 *
 * @param maker Marvell's roots
 * @param owner roots of who runs the HSMs, such as Google or AWS; without, nobody has to vouch for
 *     that
 */
public record LiquidSecurityRoots(PinnedRoots maker, Optional<PinnedRoots> owner) {}
