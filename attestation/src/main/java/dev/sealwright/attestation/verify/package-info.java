/** What authentic means: a verifier's outcome, its checks and its refusals. */
@NullMarked
package dev.sealwright.attestation.verify;

import org.jspecify.annotations.NullMarked;
