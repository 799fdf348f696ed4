/**
 * The log's storage and sequencing: leaves proposed by other rooms, their order, the tiles, proofs
 * and checkpoints made of them, and the check that all of it still fits together.
 */
@NullMarked
package dev.sealwright.controlplane.log;

import org.jspecify.annotations.NullMarked;
