/** The keys that an organisation signs with, and what the token holds. */
@NullMarked
package dev.sealwright.operator.keys;

import org.jspecify.annotations.NullMarked;
