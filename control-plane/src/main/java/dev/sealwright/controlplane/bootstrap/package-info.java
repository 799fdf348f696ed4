/**
 * Bootstraps: the right to enrol one host, minted by a client that keeps the secret half to itself.
 */
@NullMarked
package dev.sealwright.controlplane.bootstrap;

import org.jspecify.annotations.NullMarked;
