/** COSE_Sign1 as evidence carries it, with the slices that were signed. */
@NullMarked
package dev.sealwright.attestation.cose;

import org.jspecify.annotations.NullMarked;
