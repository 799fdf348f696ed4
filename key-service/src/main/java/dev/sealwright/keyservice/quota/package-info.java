/**
 * How much of each kind may be asked for; what a caller gone bad can do before someone reads the
 * log.
 */
@NullMarked
package dev.sealwright.keyservice.quota;

import org.jspecify.annotations.NullMarked;
