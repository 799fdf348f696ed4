/**
 * Evidence of each kind, turned into verified claims and appraised; reports and their offline
 * verifier.
 */
@NullMarked
package dev.sealwright.attestation;

import org.jspecify.annotations.NullMarked;
