/** The keys of the service, as its token tells of them. */
@NullMarked
package dev.sealwright.controlplane.key;

import org.jspecify.annotations.NullMarked;
