/**
 * Compliance reports: what a service states, what proves it, and the verifier that needs neither.
 */
@NullMarked
package dev.sealwright.attestation.report;

import org.jspecify.annotations.NullMarked;
