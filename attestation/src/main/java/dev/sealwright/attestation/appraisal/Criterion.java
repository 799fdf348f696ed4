package dev.sealwright.attestation.appraisal;

import dev.sealwright.attestation.wire.JsonValue;
import java.util.function.Function;

/**
 * One mandatory field of a policy: its name, what kind of trust it concerns, and how its value is
 * read.
 */
record Criterion<C>(String name, TrustClaim trust, Function<JsonValue, Requirement<C>> reader) {}
