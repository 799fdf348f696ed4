/** Intel SGX quotes of version 3. */
@NullMarked
package dev.sealwright.attestation.sgx;

import org.jspecify.annotations.NullMarked;
