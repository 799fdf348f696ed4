/** Ceremonies that were held by a script: entered into the log, fetched from it, verified. */
@NullMarked
package dev.sealwright.operator.ceremony;

import org.jspecify.annotations.NullMarked;
