/** Azure confidential containers: the endorsed utility VM and the enforced container policy. */
@NullMarked
package dev.sealwright.attestation.aci;

import org.jspecify.annotations.NullMarked;
