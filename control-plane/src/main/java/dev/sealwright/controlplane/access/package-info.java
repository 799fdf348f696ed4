/** Who is calling, and what that caller may do. */
@NullMarked
package dev.sealwright.controlplane.access;

import org.jspecify.annotations.NullMarked;
