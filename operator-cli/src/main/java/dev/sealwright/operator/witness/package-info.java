/**
 * A witness: remembers where logs stood, and cosigns what continues them (c2sp.org/tlog-witness).
 */
@NullMarked
package dev.sealwright.operator.witness;

import org.jspecify.annotations.NullMarked;
