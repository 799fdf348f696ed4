/** AWS Nitro Enclaves attestation documents. */
@NullMarked
package dev.sealwright.attestation.nitro;

import org.jspecify.annotations.NullMarked;
