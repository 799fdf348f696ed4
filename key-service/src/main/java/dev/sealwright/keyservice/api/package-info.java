/**
 * What may be asked of the hardware boundary: a handful of typed operations, none of which signs
 * bytes of the caller's choice. Only records of protocol types cross it, so that it can stand in
 * the same process or behind a channel.
 */
@NullMarked
package dev.sealwright.keyservice.api;

import org.jspecify.annotations.NullMarked;
