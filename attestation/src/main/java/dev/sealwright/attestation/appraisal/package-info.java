/** Whether authentic evidence is acceptable: policies, reference values, verdicts. */
@NullMarked
package dev.sealwright.attestation.appraisal;

import org.jspecify.annotations.NullMarked;
