/** How a host comes to its certificate: once, by a bootstrap. */
@NullMarked
package dev.sealwright.host.enrol;

import org.jspecify.annotations.NullMarked;
