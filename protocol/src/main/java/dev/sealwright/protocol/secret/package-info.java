/** The sealed form of secrets: what is stored, and what each part of it is bound to. */
@NullMarked
package dev.sealwright.protocol.secret;

import org.jspecify.annotations.NullMarked;
