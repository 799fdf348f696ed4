/**
 * Enrolment: challenge, proof, the burning of the bootstrap, the certificate. Resumable after each.
 */
@NullMarked
package dev.sealwright.controlplane.enrol;

import org.jspecify.annotations.NullMarked;
