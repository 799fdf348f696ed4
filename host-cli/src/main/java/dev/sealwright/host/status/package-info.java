/** What this host knows of itself. */
@NullMarked
package dev.sealwright.host.status;

import org.jspecify.annotations.NullMarked;
