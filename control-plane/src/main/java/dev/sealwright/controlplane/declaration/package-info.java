/** The routes that all declarative resources have. */
@NullMarked
package dev.sealwright.controlplane.declaration;

import org.jspecify.annotations.NullMarked;
