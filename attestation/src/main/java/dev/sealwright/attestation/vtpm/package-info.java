/** TPM 2.0 quotes, and the Azure paravisor's evidence that ties one to SNP or TDX. */
@NullMarked
package dev.sealwright.attestation.vtpm;

import org.jspecify.annotations.NullMarked;
