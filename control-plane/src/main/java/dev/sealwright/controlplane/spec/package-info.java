/** Sandbox specs: what a host may become. */
@NullMarked
package dev.sealwright.controlplane.spec;

import org.jspecify.annotations.NullMarked;
