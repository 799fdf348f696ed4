/** The RFC 9162 Merkle tree: hashes, frontier, proofs, and C2SP tiles. */
@NullMarked
package dev.sealwright.protocol.merkle;

import org.jspecify.annotations.NullMarked;
