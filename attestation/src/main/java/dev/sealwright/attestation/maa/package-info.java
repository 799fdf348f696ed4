/** Azure attestation tokens and the release policies of Azure Key Vault. */
@NullMarked
package dev.sealwright.attestation.maa;

import org.jspecify.annotations.NullMarked;
