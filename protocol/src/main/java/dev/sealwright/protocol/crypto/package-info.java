/**
 * Digests and signature verification through the JCA, in whatever provider order the application
 * has set.
 */
@NullMarked
package dev.sealwright.protocol.crypto;

import org.jspecify.annotations.NullMarked;
