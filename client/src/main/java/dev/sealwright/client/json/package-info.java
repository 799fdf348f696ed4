/** JSON as the service speaks it: strict, bounded trees. */
@NullMarked
package dev.sealwright.client.json;

import org.jspecify.annotations.NullMarked;
