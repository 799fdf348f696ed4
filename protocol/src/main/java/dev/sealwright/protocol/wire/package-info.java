/** JSON objects as every library reads them, taken apart strictly. */
@NullMarked
package dev.sealwright.protocol.wire;

import org.jspecify.annotations.NullMarked;
