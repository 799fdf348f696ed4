/** How a service is, and what stands between it and production. */
@NullMarked
package dev.sealwright.operator.health;

import org.jspecify.annotations.NullMarked;
