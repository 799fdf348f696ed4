/** Calls that end in time though none of their callers watches the clock. */
@NullMarked
package dev.sealwright.keyservice.deadline;

import org.jspecify.annotations.NullMarked;
