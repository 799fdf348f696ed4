/**
 * What a verifier needs beside evidence, fetched from the vendors' services into a folder and read
 * from there. Nothing fetched is believed: verification judges its signatures and its times.
 */
@NullMarked
package dev.sealwright.attestation.collateral;

import org.jspecify.annotations.NullMarked;
