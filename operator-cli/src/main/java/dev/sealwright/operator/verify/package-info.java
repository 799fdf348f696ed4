/** Offline verification: nothing is believed but the pinned root. */
@NullMarked
package dev.sealwright.operator.verify;

import org.jspecify.annotations.NullMarked;
