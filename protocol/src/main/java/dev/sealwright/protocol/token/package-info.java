/**
 * Capability tokens: what the log says somebody may do, narrowed by whoever holds it, and the
 * offline decision whether that covers a request.
 */
@NullMarked
package dev.sealwright.protocol.token;

import org.jspecify.annotations.NullMarked;
