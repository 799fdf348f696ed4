/** What SGX and TDX quotes share: the quoting enclave, the platform certificate, TCB collateral. */
@NullMarked
package dev.sealwright.attestation.dcap;

import org.jspecify.annotations.NullMarked;
