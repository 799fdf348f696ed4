/** The keys that organisations sign with: their algorithms, and verifying what they signed. */
@NullMarked
package dev.sealwright.protocol.key;

import org.jspecify.annotations.NullMarked;
