/** Others' evidence with known verdicts. */
@NullMarked
package dev.sealwright.attestation.vectors;

import org.jspecify.annotations.NullMarked;
