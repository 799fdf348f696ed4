/** Ceremonies that were held by a signed script, as the log remembers them. */
@NullMarked
package dev.sealwright.controlplane.ceremony;

import org.jspecify.annotations.NullMarked;
