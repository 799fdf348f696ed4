/** Refuses what FIPS 140-3 does not approve, where the configuration asks for it. */
@NullMarked
package dev.sealwright.keyservice.fips;

import org.jspecify.annotations.NullMarked;
