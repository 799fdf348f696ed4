/** Messages between an enrolled host and the service. */
@NullMarked
package dev.sealwright.protocol.sync;

import org.jspecify.annotations.NullMarked;
