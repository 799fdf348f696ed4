/** Compiled policies and the steps by which a host accepts one. */
@NullMarked
package dev.sealwright.protocol.policy;

import org.jspecify.annotations.NullMarked;
