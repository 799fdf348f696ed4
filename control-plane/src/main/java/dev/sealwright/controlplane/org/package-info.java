/** Organisations, their users, role bindings and API keys. */
@NullMarked
package dev.sealwright.controlplane.org;

import org.jspecify.annotations.NullMarked;
