/** Enrolment and renewal: messages, proofs, and what each side checks. */
@NullMarked
package dev.sealwright.protocol.enrol;

import org.jspecify.annotations.NullMarked;
