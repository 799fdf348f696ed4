package dev.sealwright.attestation.verify;

/** The outcome of a verifier: authentic claims, or every reason found against them. */
public sealed interface Verification<C extends Claims> permits Authentic, Rejected {}
