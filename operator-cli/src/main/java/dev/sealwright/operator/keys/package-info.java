/** The keys of the service. */
@NullMarked
package dev.sealwright.operator.keys;

import org.jspecify.annotations.NullMarked;
