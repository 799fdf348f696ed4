/** The hardware boundary: key backends and the few typed operations that use them. */
@NullMarked
package dev.sealwright.keyservice;

import org.jspecify.annotations.NullMarked;
