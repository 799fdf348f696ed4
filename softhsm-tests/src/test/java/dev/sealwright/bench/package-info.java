/**
 * What {@code ./sealwright bench} measures: each figure beside the raw limit that was taken in the
 * same run, pair by pair, so that a noisy machine disturbs both.
 */
@NullMarked
package dev.sealwright.bench;

import org.jspecify.annotations.NullMarked;
