/**
 * Secrets: sealed in the HSM under their organisation's key, opened by whom a role binding names,
 * in the open.
 */
@NullMarked
package dev.sealwright.controlplane.vault;

import org.jspecify.annotations.NullMarked;
