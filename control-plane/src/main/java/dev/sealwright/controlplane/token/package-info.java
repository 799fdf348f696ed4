/** What relying parties verify tokens with. */
@NullMarked
package dev.sealwright.controlplane.token;

import org.jspecify.annotations.NullMarked;
