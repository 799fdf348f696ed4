/** Evidence of any format: detected, shown, verified. */
@NullMarked
package dev.sealwright.attestation.evidence;

import org.jspecify.annotations.NullMarked;
