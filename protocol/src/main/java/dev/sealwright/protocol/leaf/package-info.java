/** The leaves of the log: what is recorded before an answer leaves. */
@NullMarked
package dev.sealwright.protocol.leaf;

import org.jspecify.annotations.NullMarked;
