/** {@code secrets}: put, open, destroy and export versions. */
@NullMarked
package dev.sealwright.operator.secret;

import org.jspecify.annotations.NullMarked;
