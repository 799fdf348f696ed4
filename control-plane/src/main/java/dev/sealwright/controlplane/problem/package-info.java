/** What went wrong, as RFC 9457 problem documents. */
@NullMarked
package dev.sealwright.controlplane.problem;

import org.jspecify.annotations.NullMarked;
