/** The anchors as everybody reads them, and how operators have them replaced. */
@NullMarked
package dev.sealwright.controlplane.trust;

import org.jspecify.annotations.NullMarked;
