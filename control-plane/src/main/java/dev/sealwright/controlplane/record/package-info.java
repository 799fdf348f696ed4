/** Declarative resources whose every version is a leaf of the log. */
@NullMarked
package dev.sealwright.controlplane.record;

import org.jspecify.annotations.NullMarked;
