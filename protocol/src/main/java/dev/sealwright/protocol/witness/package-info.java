/** What logs and witnesses say to each other (c2sp.org/tlog-witness). */
@NullMarked
package dev.sealwright.protocol.witness;

import org.jspecify.annotations.NullMarked;
