/** What leaves must say with regard to those before them. */
@NullMarked
package dev.sealwright.protocol.history;

import org.jspecify.annotations.NullMarked;
