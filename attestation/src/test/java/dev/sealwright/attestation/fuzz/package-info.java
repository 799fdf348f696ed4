/** Fuzzers of every reader that outside bytes reach, driven by Jazzer. */
@NullMarked
package dev.sealwright.attestation.fuzz;

import org.jspecify.annotations.NullMarked;
