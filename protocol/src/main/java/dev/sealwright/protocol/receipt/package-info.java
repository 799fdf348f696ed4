/** Proof that a leaf stands in the log, and its offline verification. */
@NullMarked
package dev.sealwright.protocol.receipt;

import org.jspecify.annotations.NullMarked;
