/**
 * How versions are added to keys of every kind: the key service makes the key, its leaf follows.
 */
@NullMarked
package dev.sealwright.controlplane.keyversion;

import org.jspecify.annotations.NullMarked;
