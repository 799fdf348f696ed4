/** {@code sealwright}: what operators and auditors type. */
@NullMarked
package dev.sealwright.operator;

import org.jspecify.annotations.NullMarked;
