/** What the service says about itself: up, ready, measured, described. */
@NullMarked
package dev.sealwright.controlplane.health;

import org.jspecify.annotations.NullMarked;
