/** A copy of the log, for whoever wants to check it. */
@NullMarked
package dev.sealwright.operator.mirror;

import org.jspecify.annotations.NullMarked;
