package dev.sealwright.attestation.hsmkey;

import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Keys that devices vouch for, verified.
 *
 * @param keys as {@link YubiHsmEvidence#verify} answered them
 */
public record AttestedKeys(List<YubiHsmKey> keys) {
    public AttestedKeys {
        keys = List.copyOf(keys);
    }

    /** What is attested of the key pair with this DER SubjectPublicKeyInfo. */
    public Optional<YubiHsmKey> of(Bytes spki) {
        return keys.stream().filter(key -> key.spki().equals(spki)).findFirst();
    }
}
