/** Tokens for relying parties, each a pure function of an included leaf and what it commits to. */
@NullMarked
package dev.sealwright.keyservice.token;

import org.jspecify.annotations.NullMarked;
