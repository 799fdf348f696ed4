/** Policy sources, their compilation, and how hosts follow them. */
@NullMarked
package dev.sealwright.controlplane.policy;

import org.jspecify.annotations.NullMarked;
