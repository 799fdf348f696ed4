/** What AWS KMS encrypts to an enclave's key. */
@NullMarked
package dev.sealwright.attestation.kms;

import org.jspecify.annotations.NullMarked;
