/** What every party shares and verifies: encode, decode, verify. No I/O, no module of ours. */
@NullMarked
package dev.sealwright.protocol;

import org.jspecify.annotations.NullMarked;
