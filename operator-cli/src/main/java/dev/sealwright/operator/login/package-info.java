/** Who the operator is. */
@NullMarked
package dev.sealwright.operator.login;

import org.jspecify.annotations.NullMarked;
