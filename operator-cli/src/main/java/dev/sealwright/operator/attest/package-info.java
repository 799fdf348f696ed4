/** {@code attest}: evidence of enclaves and confidential machines, verified or only shown. */
@NullMarked
package dev.sealwright.operator.attest;

import org.jspecify.annotations.NullMarked;
