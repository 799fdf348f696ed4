/** The log sent on to stores of others: every entry, in order, again until it is acknowledged. */
@NullMarked
package dev.sealwright.controlplane.stream;

import org.jspecify.annotations.NullMarked;
