package dev.sealwright.attestation.hsmkey;

import dev.sealwright.protocol.Bytes;
import java.util.Map;

/** A key pair that a device vouches for. */
public sealed interface AttestedKey permits YubiHsmKey, LiquidSecurityKey {
    /** DER SubjectPublicKeyInfo. */
    Bytes spki();

    /** The device, for people. */
    String where();

    /** By what the device knows the key, printable. */
    String id();

    /** What the device says of it, and whether it is so; a device says only what it knows. */
    Map<KeyClaim, Boolean> claims();

    /** Whether no copy of it can be anywhere else, as far as the device says. */
    default boolean isBound() {
        return claims().values().stream().allMatch(holds -> holds);
    }
}
