/** Faster implementations of the signatures that the service verifies all day. */
@NullMarked
package dev.sealwright.keyservice.signature;

import org.jspecify.annotations.NullMarked;
