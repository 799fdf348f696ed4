/** Reads a log as it grows, from outside, and raises alarms. */
@NullMarked
package dev.sealwright.operator.monitor;

import org.jspecify.annotations.NullMarked;
