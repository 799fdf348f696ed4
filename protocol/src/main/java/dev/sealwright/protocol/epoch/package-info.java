/** How one epoch of the log is closed and the next one opened. */
@NullMarked
package dev.sealwright.protocol.epoch;

import org.jspecify.annotations.NullMarked;
