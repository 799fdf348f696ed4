package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.log.LeafOutcome;

/** A signed verdict, and the leaf that it follows from. */
record Appraised(VerifyAnswer answer, LeafOutcome.Released released) {}
