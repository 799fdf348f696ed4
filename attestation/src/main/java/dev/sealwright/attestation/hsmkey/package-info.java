/**
 * What a hardware security module's vendor lets one prove of a single key: that it was made inside
 * one of its devices and cannot leave it; and where he does not, which device it is.
 */
@NullMarked
package dev.sealwright.attestation.hsmkey;

import org.jspecify.annotations.NullMarked;
