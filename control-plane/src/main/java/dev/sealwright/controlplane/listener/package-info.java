/** The two doors: people and hosts, their certificate and which route is behind which. */
@NullMarked
package dev.sealwright.controlplane.listener;

import org.jspecify.annotations.NullMarked;
