package dev.sealwright.attestation.hsmkey;

import dev.sealwright.protocol.Bytes;
import java.util.Map;

/**
 * What a LiquidSecurity HSM says of a private key.
 *
 * @param hsm that signed it
 * @param spki DER SubjectPublicKeyInfo
 * @param id {@code CKA_ID}, as text where it is that, else hexadecimal; of Google Cloud KMS two
 *     SHA-256 in hexadecimal, the second one of the key version's resource name
 */
public record LiquidSecurityKey(
        HsmIdentity hsm, Bytes spki, String id, Map<KeyClaim, Boolean> claims)
        implements AttestedKey {
    public LiquidSecurityKey {
        claims = Map.copyOf(claims);
    }

    @Override
    public String where() {
        return "LiquidSecurity " + hsm.name();
    }
}
