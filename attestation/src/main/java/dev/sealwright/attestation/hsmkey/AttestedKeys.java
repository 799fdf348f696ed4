package dev.sealwright.attestation.hsmkey;

import dev.sealwright.protocol.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keys that devices vouch for, and devices that their makers vouch for, verified.
 *
 * @param keys as {@link YubiHsmEvidence#verify} and {@link LiquidSecurityEvidence#verify} answered
 *     them
 * @param hsms those that were identified by themselves
 */
public record AttestedKeys(List<AttestedKey> keys, List<HsmIdentity> hsms) {
    public static final AttestedKeys NONE = new AttestedKeys(List.of());

    public AttestedKeys {
        keys = List.copyOf(keys);
        hsms = List.copyOf(hsms);
    }

    public AttestedKeys(List<? extends AttestedKey> keys) {
        this(List.copyOf(keys), List.of());
    }

    /** These and others. */
    public AttestedKeys and(AttestedKeys others) {
        return new AttestedKeys(
                Stream.concat(keys.stream(), others.keys.stream()).toList(),
                Stream.concat(hsms.stream(), others.hsms.stream()).distinct().toList());
    }

    /** The worst that is attested of the key pair with this DER SubjectPublicKeyInfo. */
    public Optional<AttestedKey> of(Bytes spki) {
        return keys.stream()
                .filter(key -> key.spki().equals(spki))
                .min(Comparator.comparing(AttestedKey::isBound));
    }
}
