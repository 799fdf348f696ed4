/** The log's checkpoints before witnesses (c2sp.org/tlog-witness), and what those say of them. */
@NullMarked
package dev.sealwright.controlplane.witness;

import org.jspecify.annotations.NullMarked;
