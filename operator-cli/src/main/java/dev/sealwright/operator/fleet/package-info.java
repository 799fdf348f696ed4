/** Hosts and bootstraps as the service knows them. */
@NullMarked
package dev.sealwright.operator.fleet;

import org.jspecify.annotations.NullMarked;
